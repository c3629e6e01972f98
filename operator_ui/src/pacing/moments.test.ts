import { expect, it } from "vitest";
import { asAsked, asTyped } from "./moments";

it("asks for the whole second that was typed", () => {
  const typed = asTyped("2026-03-02T10:00:07.250Z");

  expect(typed).toHaveLength("2026-03-02T10:00:07".length);
  expect(asAsked(typed)).toBe("2026-03-02T10:00:07.999Z");
});

it("asks for nothing while nothing whole is typed", () => {
  expect(asAsked("")).toBe("");
  expect(asAsked("tomorrow")).toBe("");
});
