/** Calling hours for reading: days that are alike stand together. */
import type { CallingHours, DayHours } from "./requests";

export const WEEKDAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

// A week that begins with a Monday; which one does not matter.
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

export function weekdayName(locale: string, day: Weekday, style: "short" | "long" = "short"): string {
  const date = new Date(MONDAY + WEEKDAYS.indexOf(day) * DAY_MS);
  return new Intl.DateTimeFormat(locale, { weekday: style, timeZone: "UTC" }).format(date);
}

export type Run = { first: Weekday; last: Weekday; hours: DayHours | null };

/** Days in a row with the same hours. */
export function runsOfDays(week: CallingHours["week"]): Run[] {
  const runs: Run[] = [];
  for (const day of WEEKDAYS) {
    const hours = week[day];
    const before = runs.at(-1);
    if (before && isSame(before.hours, hours)) before.last = day;
    else runs.push({ first: day, last: day, hours });
  }
  return runs;
}

function isSame(one: DayHours | null, other: DayHours | null): boolean {
  return one?.opens === other?.opens && one?.closes === other?.closes;
}

export function isWholeDay({ opens, closes }: DayHours): boolean {
  return opens === closes;
}

/** "09:00:00" → "09:00". */
export function shortTime(time: string): string {
  return time.slice(0, 5);
}
