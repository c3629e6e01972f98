import { expect, test } from "vitest";
import { i18n } from "../app/i18n";
import { fieldText, valueText } from "./words";

test.each([
  ["ring_seconds", 1250, "1,250"],
  ["is_running", true, "yes"],
  ["caller_id", null, null],
  ["caller_id", "", null],
  ["mode", "progressive", "Progressive dialling"],
  ["dnc_scope", "global", "All campaigns"],
  ["operators_added", ["Anna", "Boris"], "Anna, Boris"],
  ["constructor", "as it is", "as it is"],
  ["endings", { busy: 3 }, '{"busy":3}'],
])("%s %j reads %j", (field, value, text) => {
  expect(valueText(i18n, field, value)).toBe(text);
});

test("a field without a word is shown as it is stored", () => {
  expect(fieldText(i18n, "ring_seconds")).toBe("Ring time");
  expect(fieldText(i18n, "valueOf")).toBe("valueOf");
});
