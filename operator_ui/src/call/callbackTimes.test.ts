import { describe, expect, test } from "vitest";
import { wallTimeAt } from "../time/zones";
import { callbackSuggestions } from "./callbackTimes";

const ZONES = [
  "Europe/Moscow",
  "Asia/Vladivostok",
  "Europe/London",
  "America/New_York",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Kiritimati",
  "Pacific/Pago_Pago",
];

const suggested = (now: string, zone: string) => callbackSuggestions(Date.parse(now), zone);
const moment = (now: string, zone: string, place: number) =>
  suggested(now, zone)[place]?.at.replace(":00.000Z", "Z");

describe.each([
  ["an ordinary day", "2026-02-10T13:07:30Z"],
  ["before clocks are put forward in Europe", "2026-03-28T21:30:00Z"],
  ["before clocks are put forward in America", "2026-03-07T23:59:59Z"],
  ["before clocks are put back in Europe", "2026-10-24T12:00:00Z"],
  ["before clocks are put on Lord Howe", "2026-10-03T08:00:00Z"],
  ["the last night of a year", "2026-12-31T22:45:00Z"],
])("on %s", (_, now) => {
  test.each(ZONES)("all suggestions lie ahead, and the mornings at ten in %s", (zone) => {
    const [hour, hours, tomorrow, week] = suggested(now, zone).map(({ at }) => Date.parse(at));
    const today = wallTimeAt(zone, Date.parse(now)).slice(0, 10);
    const daysAway = (at = 0) =>
      (Date.parse(wallTimeAt(zone, at).slice(0, 10)) - Date.parse(today)) / (24 * 3600_000);

    expect(wallTimeAt(zone, tomorrow ?? 0).slice(11)).toBe("10:00:00");
    expect(wallTimeAt(zone, week ?? 0).slice(11)).toBe("10:00:00");
    expect([daysAway(tomorrow), daysAway(week)]).toEqual([1, 7]);
    for (const [at = 0, wanted] of [
      [hour, 1],
      [hours, 3],
    ] as const) {
      const minutes = (at - Date.parse(now)) / 60_000;
      expect(minutes).toBeGreaterThanOrEqual(wanted * 60);
      expect(minutes).toBeLessThan(wanted * 60 + 15);
      expect(Number(wallTimeAt(zone, at).slice(14, 16)) % 15).toBe(0);
    }
  });
});

test.each([
  // It is Monday evening in Moscow and Tuesday already where the client is.
  ["2026-11-23T17:00:00Z", "Asia/Vladivostok", "2026-11-25T00:00Z"],
  // It is Tuesday already in Moscow and Monday still where the client is.
  ["2026-11-23T21:30:00Z", "America/New_York", "2026-11-24T15:00Z"],
  // The clocks are put forward in the night between.
  ["2026-03-28T12:00:00Z", "Europe/London", "2026-03-29T09:00Z"],
  ["2026-03-07T12:00:00Z", "America/New_York", "2026-03-08T14:00Z"],
  // And put back.
  ["2026-10-24T12:00:00Z", "Europe/London", "2026-10-25T10:00Z"],
  ["2026-10-31T12:00:00Z", "America/New_York", "2026-11-01T15:00Z"],
  ["2026-10-03T12:00:00Z", "Australia/Lord_Howe", "2026-10-03T23:00Z"],
])("said at %s to somebody in %s, tomorrow at ten is %s", (now, zone, at) => {
  expect(moment(now, zone, 2)).toBe(at);
});
