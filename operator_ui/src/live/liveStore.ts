/** Holds the living state for the components and tells them of each change. */
import type { LiveEvent } from "../api/events";
import { applyEvent, initialState, type LiveState } from "../state/live";
import type { Phase } from "./phase";

export type Live = LiveState & {
  phase: Phase;
  /** A snapshot has come at least once since the start. */
  isKnown: boolean;
  /** By which the server knows this page; null until the first snapshot. */
  consoleId: string | null;
  /** How far the server's clock is ahead of this machine's. */
  clockAheadMs: number;
};

const nothing: Live = {
  ...initialState,
  phase: { name: "idle" },
  isKnown: false,
  consoleId: null,
  clockAheadMs: 0,
};

type EventListener = (event: LiveEvent, before: LiveState) => void;

/** When to tell the components: what comes until then is told with it. */
type Schedule = (tell: () => void) => void;

const atOnce: Schedule = (tell) => tell();

export class LiveStore {
  #live = nothing;
  #isTold = true;
  readonly #schedule: Schedule;
  readonly #changeListeners = new Set<() => void>();
  readonly #eventListeners = new Set<EventListener>();

  constructor(schedule: Schedule = atOnce) {
    this.#schedule = schedule;
  }

  readonly current = (): Live => this.#live;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  };

  /** Hears each event itself, for effects beyond what is shown (a sound, a list to reload). */
  readonly onEvent = (listener: EventListener): (() => void) => {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  };

  readonly apply = (event: LiveEvent): void => {
    const before = this.#live;
    const after = applyEvent(before, event);
    if (event.type === "snapshot" || event.type === "resumed") {
      const clockAheadMs = Date.parse(event.server_at) - Date.now();
      const consoleId = event.type === "snapshot" ? event.console_id : before.consoleId;
      this.#become({ ...before, ...after, isKnown: true, consoleId, clockAheadMs });
    } else if (after !== before) {
      // A screen pop is waited for; what came in the frame before it is told with it.
      this.#become({ ...before, ...after }, event.type === "screen_pop" ? atOnce : this.#schedule);
    }
    for (const listener of this.#eventListeners) listener(event, before);
  };

  readonly setPhase = (phase: Phase): void => this.#become({ ...this.#live, phase });

  readonly forget = (): void => this.#become(nothing);

  #become(live: Live, schedule = this.#schedule): void {
    this.#live = live;
    if (!this.#isTold && schedule !== atOnce) return;
    this.#isTold = false;
    schedule(this.#tell);
  }

  readonly #tell = () => {
    if (this.#isTold) return;
    this.#isTold = true;
    for (const listener of this.#changeListeners) listener();
  };
}
