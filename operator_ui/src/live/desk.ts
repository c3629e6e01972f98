/** Of several tabs of one browser only one may telephone: the one that took the desk last. */

export type Desk = {
  /** Sends the other tabs away. */
  take(): void;
  leave(): void;
};

/** Takes the desk at once; `onTaken` is called when another tab takes it. */
export function takeDesk(userId: string, onTaken: () => void): Desk {
  const channel = new BroadcastChannel(`zvonar-desk:${userId}`);
  channel.onmessage = onTaken;
  const take = () => channel.postMessage("taken");
  take();
  return { take, leave: () => channel.close() };
}
