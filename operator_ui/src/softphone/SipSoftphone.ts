/** The real telephone: registers over SIP, keeps one leg up to the exchange, dials it again when it is lost. */
import type { Line } from "../api/types";
import { type Microphone, openMicrophone } from "./microphone";
import { packetCounts } from "./packetCounts";
import {
  noPackets,
  offlineView,
  type PacketCounts,
  type Softphone,
  SoftphoneError,
  type SoftphoneFault,
  type SoftphoneView,
} from "./softphone";
import type { Leg, StartUserAgent, UserAgent } from "./userAgent";

const ON_LINE_WITHIN_MS = 20_000;
const REDIAL_MS = [300, 1000, 2000, 4000, 8000];

type Surroundings = {
  openLine: () => Promise<Line>;
  /** Whether the server has a line of this user up: if it is not ours, it is another telephone's. */
  isLineUp: () => boolean;
  startUserAgent: StartUserAgent;
  openMicrophone: () => Promise<Microphone>;
  audio: Pick<HTMLAudioElement, "srcObject" | "play">;
};

/** The library is big and needed only by those who telephone: it is loaded at the first going on line. */
const startUserAgent: StartUserAgent = async (line, listeners) =>
  (await import("./jssipUserAgent")).startJssip(line, listeners);

export function createSipSoftphone(openLine: () => Promise<Line>, isLineUp: () => boolean): SipSoftphone {
  return new SipSoftphone({ openLine, isLineUp, startUserAgent, openMicrophone, audio: new Audio() });
}

export class SipSoftphone implements Softphone {
  #view = offlineView;
  readonly #listeners = new Set<() => void>();
  readonly #surroundings: Surroundings;
  #microphone: Microphone | null = null;
  #agent: UserAgent | null = null;
  #line: Line | null = null;
  #leg: Leg | null = null;
  /** Stands for the leg that counts; news of an earlier one is ignored. */
  #legMark: symbol | null = null;
  #isLegUp = false;
  #connection: RTCPeerConnection | null = null;
  #redials = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts the attempts to be on line; what belongs to an earlier one is ignored. */
  #attempt = 0;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  readonly view = () => this.#view;

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  async goOnLine(): Promise<void> {
    if (this.#view.state !== "offline" && this.#view.state !== "failed") return;
    const attempt = ++this.#attempt;
    this.#become({ ...offlineView, state: "connecting", isMuted: this.#view.isMuted });
    try {
      const microphone = await this.#surroundings.openMicrophone();
      if (attempt !== this.#attempt) return microphone.close();
      this.#microphone = microphone;
      microphone.setMuted(this.#view.isMuted);
      await this.#register(attempt);
      await this.#untilOnLine(attempt);
    } catch (error) {
      if (attempt !== this.#attempt) return;
      const fault = error instanceof SoftphoneError ? error.fault : "no_credentials";
      this.#fail(fault);
      throw new SoftphoneError(fault, { cause: error });
    }
  }

  goOffLine(): void {
    this.#release();
    this.#become({ ...offlineView });
  }

  setMuted(isMuted: boolean): void {
    this.#microphone?.setMuted(isMuted);
    this.#become({ ...this.#view, isMuted });
  }

  sendDtmf(digit: string): void {
    this.#leg?.sendDtmf(digit);
  }

  async unblockAudio(): Promise<void> {
    await this.#surroundings.audio.play();
    this.#become({ ...this.#view, isAudioBlocked: false });
  }

  microphoneLevel(): number {
    return this.#view.isMuted ? 0 : (this.#microphone?.level() ?? 0);
  }

  async packets(): Promise<PacketCounts> {
    return this.#connection ? packetCounts(await this.#connection.getStats()) : noPackets;
  }

  async #register(attempt: number): Promise<void> {
    const line = await this.#surroundings.openLine();
    if (attempt !== this.#attempt) return;
    this.#line = line;
    this.#become({
      ...this.#view,
      state: this.#view.state === "connecting" ? "registering" : this.#view.state,
    });
    const isCurrent = () => attempt === this.#attempt && this.#line === line;
    const agent = await this.#surroundings.startUserAgent(line, {
      onRegistered: () => isCurrent() && this.#hasRegistered(attempt),
      onConnectionLost: () => isCurrent() && this.#hasLostConnection(),
      onRefused: () => isCurrent() && this.#renewLine(attempt),
    });
    if (!isCurrent()) return agent.stop();
    this.#agent = agent;
    // A quick exchange may have registered us before the agent was handed over.
    if (this.#view.isRegistered) this.#dial(attempt);
  }

  #hasRegistered(attempt: number): void {
    this.#become({ ...this.#view, isRegistered: true });
    if (!this.#leg) this.#dial(attempt);
    else if (this.#isLegUp) this.#become({ ...this.#view, state: "online" });
  }

  #hasLostConnection(): void {
    // The voice goes its own way and may well have survived; the leg is kept until it ends.
    const state = this.#view.state === "online" ? "recovering" : this.#view.state;
    this.#become({ ...this.#view, isRegistered: false, state });
  }

  /** The exchange has forgotten us: after its restart fresh credentials help, but two telephones must not fight. */
  #renewLine(attempt: number): void {
    this.#dropAgent();
    if (this.#surroundings.isLineUp()) {
      this.#fail("line_taken");
      return;
    }
    this.#become({ ...this.#view, isRegistered: false, state: "recovering" });
    this.#later(() => this.#register(attempt).catch(() => this.#renewLine(attempt)));
  }

  #dial(attempt: number): void {
    if (!this.#agent || !this.#microphone || !this.#line || this.#leg) return;
    if (this.#view.state === "registering") this.#become({ ...this.#view, state: "calling" });
    const mark = Symbol("leg");
    this.#legMark = mark;
    const leg = this.#agent.call(this.#line.extension, this.#microphone.stream, {
      onConnection: (connection) => this.#watch(connection),
      onUp: () => {
        if (mark !== this.#legMark) return;
        this.#redials = 0;
        this.#isLegUp = true;
        this.#become({ ...this.#view, state: "online" });
      },
      onDown: () => {
        if (mark !== this.#legMark) return;
        this.#forgetLeg();
        this.#become({ ...this.#view, state: "recovering" });
        this.#later(() => this.#view.isRegistered && this.#dial(attempt));
      },
    });
    // It may have failed before it was handed over.
    if (mark === this.#legMark) this.#leg = leg;
  }

  #watch(connection: RTCPeerConnection): void {
    this.#connection = connection;
    connection.addEventListener("track", ({ streams, track }) => {
      const { audio } = this.#surroundings;
      audio.srcObject = streams[0] ?? new MediaStream([track]);
      audio.play().catch(() => this.#become({ ...this.#view, isAudioBlocked: true }));
    });
    connection.addEventListener("iceconnectionstatechange", () => {
      if (connection !== this.#connection) return;
      // Neither side can hear the other any more; ending the leg makes us dial a new one.
      if (connection.iceConnectionState === "failed") this.#leg?.end();
    });
  }

  #untilOnLine(attempt: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const limit = setTimeout(
        () => settle(() => reject(new SoftphoneError("unreachable"))),
        ON_LINE_WITHIN_MS,
      );
      const stop = this.subscribe(() => {
        // Gone off line meanwhile is what the user wanted, not a fault.
        if (this.#view.state === "online" || attempt !== this.#attempt) settle(resolve);
      });
      const settle = (done: () => void) => {
        clearTimeout(limit);
        stop();
        done();
      };
      if (this.#view.state === "online") settle(resolve);
    });
  }

  #later(action: () => unknown): void {
    clearTimeout(this.#timer);
    const delayMs = REDIAL_MS[Math.min(this.#redials, REDIAL_MS.length - 1)];
    this.#redials += 1;
    this.#timer = setTimeout(action, delayMs);
  }

  #fail(fault: SoftphoneFault): void {
    this.#release();
    this.#become({ ...offlineView, state: "failed", fault });
  }

  #release(): void {
    this.#attempt += 1;
    this.#redials = 0;
    clearTimeout(this.#timer);
    this.#dropAgent();
    this.#microphone?.close();
    this.#microphone = null;
    this.#surroundings.audio.srcObject = null;
  }

  #dropAgent(): void {
    const leg = this.#leg;
    this.#forgetLeg();
    leg?.end();
    this.#agent?.stop();
    this.#agent = null;
    this.#line = null;
  }

  #forgetLeg(): void {
    this.#leg = null;
    this.#legMark = null;
    this.#isLegUp = false;
    this.#connection = null;
  }

  #become(view: SoftphoneView): void {
    this.#view = view;
    for (const listener of this.#listeners) listener();
  }
}
