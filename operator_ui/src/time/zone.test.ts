import { expect, test } from "vitest";
import { zoneText } from "./zone";

const WINTER = Date.parse("2026-01-15T12:00:00Z");
const SUMMER = Date.parse("2026-07-15T12:00:00Z");

test.each([
  ["Asia/Omsk", WINTER, "Asia/Omsk (UTC+6)"],
  ["America/New_York", WINTER, "America/New_York (UTC-5)"],
  ["America/New_York", SUMMER, "America/New_York (UTC-4)"],
  ["Asia/Kolkata", SUMMER, "Asia/Kolkata (UTC+5:30)"],
  ["Mars/Olympus", WINTER, "Mars/Olympus"],
])("%s is written with its offset at that moment", (zone, at, text) => {
  expect(zoneText(zone, at)).toBe(text);
});
