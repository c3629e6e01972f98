/**
 * The telephone inside the browser, as the pages see it. Its one leg to the exchange is nailed up: it
 * stays between customers, and it is the exchange that joins and parts them. Only `jssipUserAgent.ts`
 * imports a SIP library, so the library can be changed and tests need no microphone.
 *
 *   offline ─goOnLine─▶ connecting ─▶ registering ─▶ calling ─▶ online
 *      ▲                    │              ▲            │          │ leg or network lost
 *      └─goOffLine── failed ◀┘              └──────── recovering ◀──┘
 */
export type SoftphoneState =
  | "offline"
  | "connecting"
  | "registering"
  | "calling"
  | "online"
  | "recovering"
  | "failed";

export type SoftphoneFault =
  | "microphone_denied"
  | "microphone_missing"
  | "no_credentials"
  | "unreachable"
  /** The user is on line with another telephone. */
  | "line_taken";

/** Replaced at every change, never altered. */
export type SoftphoneView = {
  readonly state: SoftphoneState;
  /** Why the state is `failed`. */
  readonly fault: SoftphoneFault | null;
  readonly isRegistered: boolean;
  readonly isMuted: boolean;
  /** The browser waits for a click before it lets the page be heard. */
  readonly isAudioBlocked: boolean;
};

export type PacketCounts = {
  sent: number;
  received: number;
  lost: number;
  /** Null while the connection has not measured it. */
  roundTripMs: number | null;
  jitterMs: number | null;
  codec: string | null;
};

export const noPackets: PacketCounts = {
  sent: 0,
  received: 0,
  lost: 0,
  roundTripMs: null,
  jitterMs: null,
  codec: null,
};

export const offlineView: SoftphoneView = {
  state: "offline",
  fault: null,
  isRegistered: false,
  isMuted: false,
  isAudioBlocked: false,
};

export class SoftphoneError extends Error {
  override readonly name = "SoftphoneError";
  readonly fault: SoftphoneFault;

  constructor(fault: SoftphoneFault, options?: ErrorOptions) {
    super(fault, options);
    this.fault = fault;
  }
}

export interface Softphone {
  readonly view: () => SoftphoneView;
  /** Calls `listener` at every change of the view; returns a function that stops it. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Resolves when the leg is up; nothing happens if it is wanted already. Rejects with a `SoftphoneError`. */
  goOnLine(): Promise<void>;
  goOffLine(): void;
  /** Mutes this side alone; outlives a leg that is dialled again. */
  setMuted(isMuted: boolean): void;
  sendDtmf(digit: string): void;
  /** To be called from a click, when `isAudioBlocked`. */
  unblockAudio(): Promise<void>;
  /** 0 silent to 1 loud, at this moment. */
  microphoneLevel(): number;
  packets(): Promise<PacketCounts>;
}
