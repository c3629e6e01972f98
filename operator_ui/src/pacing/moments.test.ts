import { expect, it } from "vitest";
import { asAsked, asShown, asTyped, isLongBefore } from "./moments";

it("asks for the whole second that was typed", () => {
  const typed = asTyped("2026-03-02T10:00:07.250Z");

  expect(typed).toHaveLength("2026-03-02T10:00:07".length);
  expect(asAsked(typed)).toBe("2026-03-02T10:00:07.999Z");
});

it("asks for nothing while nothing whole is typed", () => {
  expect(asAsked("")).toBe("");
  expect(asAsked("tomorrow")).toBe("");
});

it("tells the decision of a moment from the last one before a gap", () => {
  const asked = "2026-03-02T10:00:07.999Z";

  expect(isLongBefore("2026-03-02T10:00:07.123456Z", asked)).toBe(false);
  expect(isLongBefore("2026-03-02T09:59:07.123456Z", asked)).toBe(true);
});

it("is written with 24 hours in English, too", () => {
  const at = new Date(2026, 2, 2, 22, 0, 7, 250).toISOString();

  expect(asShown("en", at)).toContain("2 March 2026");
  expect(asShown("en", at)).toContain("22:00:07.250");
});
