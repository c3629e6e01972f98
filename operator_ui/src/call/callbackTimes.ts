/** The moments a callback is most often promised for; pure. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { dayAfter, momentOf, wallTimeAt } from "../time/zones";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
// Every zone is ahead or behind by whole quarters, so that they begin everywhere at once.
const QUARTER_MS = 15 * MINUTE_MS;
const MORNING = "10:00:00";

/** `at` is ISO, in UTC. */
export type CallbackSuggestion = { name: MessageDescriptor; at: string };

/** `timeZone` is the client's: whoever says "tomorrow at ten" looks at the clock on their own wall. */
export function callbackSuggestions(nowMs: number, timeZone: string): CallbackSuggestion[] {
  const today = wallTimeAt(timeZone, nowMs).slice(0, 10);
  const morningIn = (days: number) => iso(momentOf(timeZone, `${dayAfter(today, days)} ${MORNING}`));
  return [
    { name: msg`in an hour`, at: iso(nextQuarter(nowMs + HOUR_MS)) },
    { name: msg`in three hours`, at: iso(nextQuarter(nowMs + 3 * HOUR_MS)) },
    { name: msg`tomorrow at 10`, at: morningIn(1) },
    { name: msg`in a week at 10`, at: morningIn(7) },
  ];
}

function nextQuarter(atMs: number): number {
  return Math.ceil(atMs / QUARTER_MS) * QUARTER_MS;
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
