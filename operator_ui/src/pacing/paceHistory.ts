/** What the chart of a campaign's pace shows. */
import type { PaceFigures } from "../api/types";

export type PaceMoment = { atMs: number; pace: PaceFigures };

export const SHOWN_MS = 15 * 60_000;

/** The history with one more moment, and without what is too old to be shown. */
export function withMoment(history: readonly PaceMoment[], moment: PaceMoment): readonly PaceMoment[] {
  return [...history.filter(({ atMs }) => atMs > moment.atMs - SHOWN_MS), moment];
}
