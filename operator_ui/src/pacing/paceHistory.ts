/** What the charts of a campaign's pace show. */
import type { PaceFigures } from "../api/types";

export type PaceMoment = { atMs: number; pace: PaceFigures };
type Fulfilled = NonNullable<NonNullable<PaceFigures["forecast"]>["fulfilled"]>;
export type FulfilledMoment = { atMs: number; forecast: Fulfilled };

export const SHOWN_MS = 15 * 60_000;

/** The history with one more moment, and without what is too old to be shown. */
export function withMoment(history: readonly PaceMoment[], moment: PaceMoment): readonly PaceMoment[] {
  return [...history.filter(({ atMs }) => atMs > moment.atMs - SHOWN_MS), moment];
}

/** What the page has seen itself, and before that what the server had kept; as much as is shown. */
export function withEarlier(
  earlier: readonly PaceMoment[],
  seen: readonly PaceMoment[],
): readonly PaceMoment[] {
  const seenFromMs = seen[0]?.atMs ?? Number.POSITIVE_INFINITY;
  const newestMs = seen.at(-1)?.atMs ?? earlier.at(-1)?.atMs ?? 0;
  const shown = earlier.filter(({ atMs }) => atMs < seenFromMs && atMs > newestMs - SHOWN_MS);
  return [...shown, ...seen];
}

/** Each forecast that has been fulfilled, once, at the moment it was made. */
export function fulfilledOf(history: readonly PaceMoment[]): readonly FulfilledMoment[] {
  const found: FulfilledMoment[] = [];
  for (const { pace } of history) {
    const forecast = pace.forecast?.fulfilled;
    if (!forecast) continue;
    const atMs = Date.parse(forecast.made_at);
    if (found.at(-1)?.atMs !== atMs) found.push({ atMs, forecast });
  }
  return found;
}
