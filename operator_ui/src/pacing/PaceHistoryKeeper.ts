/** Keeps what the charts show of every campaign's pace for as long as a supervisor is logged in. */
import type { FloorFigures } from "../api/types";
import { type PaceMoment, withMoment } from "./paceHistory";

type Histories = ReadonlyMap<string, readonly PaceMoment[]>;

const NOTHING: readonly PaceMoment[] = [];

export class PaceHistoryKeeper {
  #histories: Histories = new Map();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  of(campaignId: string): readonly PaceMoment[] {
    return this.#histories.get(campaignId) ?? NOTHING;
  }

  /** Campaigns that do not dial keep what they had, until it is too old to be shown. */
  keep({ campaigns }: Pick<FloorFigures, "campaigns">, atMs: number): void {
    const kept = new Map(this.#histories);
    for (const { id, pace } of campaigns) {
      if (pace) kept.set(id, withMoment(this.of(id), { atMs, pace }));
    }
    this.#become(kept);
  }

  forget(): void {
    this.#become(new Map());
  }

  #become(histories: Histories): void {
    this.#histories = histories;
    for (const listener of this.#listeners) listener();
  }
}
