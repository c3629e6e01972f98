/** The clocks on other people's walls; pure. */

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** What a clock on the wall shows: "2026-03-29 10:00:00". */
export type WallTime = string;

export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function isKnownZone(timeZone: string): boolean {
  try {
    return clockOf(timeZone) !== null;
  } catch {
    return false;
  }
}

export function wallTimeAt(timeZone: string, atMs: number): WallTime {
  return new Date(atMs + aheadMs(timeZone, atMs)).toISOString().slice(0, 19).replace("T", " ");
}

/**
 * When the clock in that zone shows this. A time that is there twice, as clocks are put back, is its first
 * one; a time that is skipped, as they are put forward, is as much later as they are put.
 */
export function momentOf(timeZone: string, wall: WallTime): number {
  const ifGreenwich = Date.parse(`${wall.replace(" ", "T")}Z`);
  const before = ifGreenwich - aheadMs(timeZone, ifGreenwich - DAY_MS);
  const after = ifGreenwich - aheadMs(timeZone, ifGreenwich + DAY_MS);
  const shows = (atMs: number) => atMs + aheadMs(timeZone, atMs) === ifGreenwich;
  return shows(after) && !shows(before) ? after : before;
}

/** "2026-03-31" and 1 are "2026-04-01". */
export function dayAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** How far the zone is ahead of Greenwich at that moment. */
function aheadMs(timeZone: string, atMs: number): number {
  const part = Object.fromEntries(
    clockOf(timeZone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<"year" | "month" | "day" | "hour" | "minute" | "second", number>;
  const shown = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
  return shown - Math.floor(atMs / 1000) * 1000;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Kept, since making one takes longer than asking it a thousand times. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  clocks.set(timeZone, clock);
  return clock;
}
