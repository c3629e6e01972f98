import { expect, test } from "vitest";
import { ProblemError } from "../api/client";
import { SoftphoneError } from "../softphone/softphone";
import { errorText } from "./errorText";
import { activate, i18n } from "./i18n";

const problem = (status: number, detail: string, errors: { field: string; reason: string }[] = []) =>
  new ProblemError(status, { detail, errors });

test.each([
  ["the server's own words", problem(409, "somebody else was faster"), "somebody else was faster"],
  ["words that are known", problem(409, "go on line first"), "Go on line first"],
  ["the field at fault", problem(422, "x", [{ field: "name", reason: "is empty" }]), "name: is empty"],
  ["a fault of the server", problem(500, "Traceback"), "The server failed. Try again in a moment."],
  ["a lost network", new TypeError("fetch"), "The server cannot be reached. Check the network."],
])("%s", (_, error, text) => {
  expect(errorText(i18n, error)).toBe(text);
});

test("a telephone without a microphone says what to do", () => {
  expect(errorText(i18n, new SoftphoneError("microphone_missing"))).toContain("Plug in the headset");
});

test("known words are said in the language of the page", async () => {
  await activate("ru");
  expect(errorText(i18n, problem(409, "go on line first"))).toBe("Сначала выйдите на линию");
  await activate("en");
});
