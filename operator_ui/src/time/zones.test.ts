import fc from "fast-check";
import { expect, test } from "vitest";
import { dayAfter, isKnownZone, momentOf, wallTimeAt } from "./zones";

test.each([
  ["Europe/Moscow", "2026-03-29T07:00:00Z", "2026-03-29 10:00:00"],
  ["Asia/Vladivostok", "2026-11-23T20:00:00Z", "2026-11-24 06:00:00"],
  ["Asia/Kathmandu", "2026-11-23T20:00:00Z", "2026-11-24 01:45:00"],
  ["Pacific/Kiritimati", "2026-12-31T10:00:00Z", "2027-01-01 00:00:00"],
  ["Pacific/Pago_Pago", "2027-01-01T10:59:59Z", "2026-12-31 23:59:59"],
  // Clocks put forward, and back.
  ["Europe/London", "2026-03-29T00:59:59Z", "2026-03-29 00:59:59"],
  ["Europe/London", "2026-03-29T01:00:00Z", "2026-03-29 02:00:00"],
  ["America/New_York", "2026-11-01T05:59:59Z", "2026-11-01 01:59:59"],
  ["America/New_York", "2026-11-01T06:00:00Z", "2026-11-01 01:00:00"],
  // By half an hour only.
  ["Australia/Lord_Howe", "2026-04-04T14:59:59Z", "2026-04-05 01:59:59"],
  ["Australia/Lord_Howe", "2026-04-04T15:00:00Z", "2026-04-05 01:30:00"],
])("in %s at %s the clock shows %s", (zone, at, wall) => {
  expect(wallTimeAt(zone, Date.parse(at))).toBe(wall);
});

test.each([
  ["Europe/Moscow", "2026-03-29 10:00:00", "2026-03-29T07:00:00Z"],
  ["Europe/London", "2026-03-28 10:00:00", "2026-03-28T10:00:00Z"],
  ["Europe/London", "2026-03-29 10:00:00", "2026-03-29T09:00:00Z"],
  ["Europe/London", "2026-10-24 10:00:00", "2026-10-24T09:00:00Z"],
  ["Europe/London", "2026-10-25 10:00:00", "2026-10-25T10:00:00Z"],
  ["America/New_York", "2026-03-08 10:00:00", "2026-03-08T14:00:00Z"],
  ["Asia/Kathmandu", "2026-11-24 10:00:00", "2026-11-24T04:15:00Z"],
  ["Pacific/Kiritimati", "2027-01-01 10:00:00", "2026-12-31T20:00:00Z"],
  ["Australia/Lord_Howe", "2026-10-04 10:00:00", "2026-10-03T23:00:00Z"],
  // Twice there: the first time.
  ["Europe/London", "2026-10-25 01:30:00", "2026-10-25T00:30:00Z"],
  ["America/New_York", "2026-11-01 01:30:00", "2026-11-01T05:30:00Z"],
  // Never there: as much later as the clocks were put forward.
  ["Europe/London", "2026-03-29 01:30:00", "2026-03-29T01:30:00Z"],
  ["America/New_York", "2026-03-08 02:15:00", "2026-03-08T07:15:00Z"],
])("the clock in %s shows %s at %s", (zone, wall, at) => {
  expect(new Date(momentOf(zone, wall)).toISOString()).toBe(at.replace("Z", ".000Z"));
});

test("a clock that was read leads back to its moment, but for the hour that is there twice", () => {
  const zones = [
    "Europe/Moscow",
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
  ];
  const seconds = fc.integer({ min: Date.UTC(2026, 0) / 1000, max: Date.UTC(2030, 0) / 1000 });
  fc.assert(
    fc.property(fc.constantFrom(...zones), seconds, (zone, at) => {
      const wall = wallTimeAt(zone, at * 1000);
      const again = momentOf(zone, wall);
      expect(wallTimeAt(zone, again)).toBe(wall);
      expect(at * 1000 - again).toBeOneOf([0, 1_800_000, 3_600_000]);
    }),
  );
});

test("days are counted by the calendar", () => {
  expect(dayAfter("2026-12-31", 1)).toBe("2027-01-01");
  expect(dayAfter("2028-02-28", 1)).toBe("2028-02-29");
  expect(dayAfter("2026-03-25", 7)).toBe("2026-04-01");
});

test("a zone that nobody knows is told apart", () => {
  expect(isKnownZone("Asia/Novosibirsk")).toBe(true);
  expect(isKnownZone("Nowhere/Land")).toBe(false);
  expect(isKnownZone("")).toBe(false);
});
