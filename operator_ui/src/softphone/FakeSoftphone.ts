/** A telephone without a network, for tests and for looking at the pages. */
import {
  noPackets,
  offlineView,
  type PacketCounts,
  type Softphone,
  SoftphoneError,
  type SoftphoneFault,
  type SoftphoneView,
} from "./softphone";

export class FakeSoftphone implements Softphone {
  /** What was asked of it, in order. */
  readonly asked: string[] = [];
  #view: SoftphoneView;
  readonly #openLine: () => Promise<unknown>;
  #failsWith: SoftphoneFault | null = null;
  readonly #listeners = new Set<() => void>();

  /** `openLine` stands for the server that is asked for a line, if there is one. */
  constructor(view: Partial<SoftphoneView> = {}, openLine: () => Promise<unknown> = async () => {}) {
    this.#view = { ...offlineView, ...view };
    this.#openLine = openLine;
  }

  readonly view = () => this.#view;

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The next going on line ends like this. */
  failWith(fault: SoftphoneFault): void {
    this.#failsWith = fault;
  }

  become(view: Partial<SoftphoneView>): void {
    this.#view = { ...this.#view, ...view };
    for (const listener of this.#listeners) listener();
  }

  async goOnLine(): Promise<void> {
    if (this.#view.state !== "offline" && this.#view.state !== "failed") return;
    this.asked.push("goOnLine");
    if (this.#failsWith) {
      const fault = this.#failsWith;
      this.#failsWith = null;
      this.become({ ...offlineView, state: "failed", fault });
      throw new SoftphoneError(fault);
    }
    this.become({ state: "calling", fault: null, isRegistered: true });
    await this.#openLine();
    this.become({ state: "online" });
  }

  goOffLine(): void {
    this.asked.push("goOffLine");
    this.become(offlineView);
  }

  setMuted(isMuted: boolean): void {
    this.asked.push(isMuted ? "mute" : "unmute");
    this.become({ isMuted });
  }

  sendDtmf(digit: string): void {
    this.asked.push(`dtmf ${digit}`);
  }

  async unblockAudio(): Promise<void> {
    this.become({ isAudioBlocked: false });
  }

  microphoneLevel(): number {
    return this.#view.state === "online" && !this.#view.isMuted ? 0.4 : 0;
  }

  async packets(): Promise<PacketCounts> {
    return noPackets;
  }
}
