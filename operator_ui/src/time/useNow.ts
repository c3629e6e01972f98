import { useSyncExternalStore } from "react";
import { useLive } from "../live/LiveProvider";

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;
let now = Date.now();

/** One clock for all timers on the page, so that they tick together. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) tick();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearTimeout(timer);
  };
}

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
  clearTimeout(timer);
  timer = setTimeout(tick, 1000 - (now % 1000) + 5);
}

/** The server's time in milliseconds, new every second. */
export function useNow(): number {
  const clockAheadMs = useLive((live) => live.clockAheadMs);
  return useSyncExternalStore(subscribe, () => now) + clockAheadMs;
}
