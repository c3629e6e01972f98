/** The little of a SIP library that the softphone needs. */
import type { Line } from "../api/types";

/** One call to the exchange. */
export type Leg = {
  end(): void;
  sendDtmf(digit: string): void;
};

export type LegListeners = {
  onConnection: (connection: RTCPeerConnection) => void;
  onUp: () => void;
  /** Once, whoever ended it and whether or not it was ever up. */
  onDown: (cause: string) => void;
};

/** A registration that renews itself and reconnects after a loss. */
export type UserAgent = {
  call(extension: string, microphone: MediaStream, listeners: LegListeners): Leg;
  stop(): void;
};

export type UserAgentListeners = {
  /** At every registration, also a renewed one. */
  onRegistered: () => void;
  onConnectionLost: () => void;
  /** The exchange does not accept the credentials. */
  onRefused: (cause: string) => void;
};

export type StartUserAgent = (line: Line, listeners: UserAgentListeners) => Promise<UserAgent>;
