import { expect, test } from "vitest";
import { clockText, localTimeText, momentText } from "./duration";

test.each([
  [0, "0:00"],
  [5.9, "0:05"],
  [65, "1:05"],
  [3725, "1:02:05"],
  [-12, "−0:12"],
  [-0.4, "0:00"],
])("%d seconds are written %s", (seconds, text) => {
  expect(clockText(seconds)).toBe(text);
});

test("the client's wall shows the client's zone", () => {
  const noonInGreenwich = Date.UTC(2026, 0, 15, 12);
  expect(localTimeText("Asia/Novosibirsk", noonInGreenwich, "ru")).toBe("19:00");
  expect(localTimeText("Nowhere/Land", noonInGreenwich, "ru")).toBeNull();
});

test("a moment is as long as its age needs", () => {
  const now = new Date(2026, 10, 23, 14, 0);
  const text = (moment: Date) => momentText(moment.toISOString(), now.getTime(), "en");
  expect(text(new Date(2026, 10, 23, 9, 5))).toBe("09:05");
  expect(text(new Date(2026, 10, 20, 9, 5))).toBe("20 Nov, 09:05");
  expect(text(new Date(2025, 10, 20, 9, 5))).toBe("20 Nov 2025");
});
