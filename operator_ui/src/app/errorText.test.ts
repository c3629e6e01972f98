import { afterEach, expect, test } from "vitest";
import { ProblemError } from "../api/client";
import type { ErrorCode, Problem } from "../api/types";
import { SoftphoneError } from "../softphone/softphone";
import { errorText, reasonOf } from "./errorText";
import { activate, i18n } from "./i18n";

afterEach(() => activate("en"));

const problem = (status: number, detail: string, rest: Partial<Problem> = {}) =>
  new ProblemError(status, { detail, ...rest });
const tooLong = { field: "note", code: "too_long" as const, parameters: { max: 4000 }, reason: "x" };
const newer = { field: "note", code: "too_loud" as ErrorCode, parameters: {}, reason: "is too loud" };

test.each([
  ["the server's own words", problem(409, "somebody else was faster"), "somebody else was faster"],
  ["a code", problem(409, "x", { code: "not_on_line" }), "Go on line first"],
  ["a code that is newer than the page", problem(409, "shout less", { code: newer.code }), "shout less"],
  [
    "the field at fault",
    problem(422, "x", { code: "invalid_input", errors: [tooLong] }),
    "note: is longer than 4,000 characters",
  ],
  ["a fault that is newer than the page", problem(422, "x", { errors: [newer] }), "note: is too loud"],
  [
    "what failed behind the server",
    problem(503, "ARI is not reached", { code: "telephony_unavailable" }),
    "The telephone exchange is away, nothing was done. Try again in a moment.",
  ],
  ["a fault of the server", problem(500, "Traceback"), "The server failed. Try again in a moment."],
  ["a lost network", new TypeError("fetch"), "The server cannot be reached. Check the network."],
])("%s", (_, error, text) => {
  expect(errorText(i18n, error)).toBe(text);
});

test("beside the value itself its field is not named again", () => {
  expect(reasonOf(i18n, problem(422, "x", { errors: [tooLong] }))).toBe("is longer than 4,000 characters");
  expect(reasonOf(i18n, problem(409, "x", { code: "answers_closed" }))).toBe(
    "The disposition is saved; the answers can no longer be changed",
  );
});

test("a telephone without a microphone says what to do", () => {
  expect(errorText(i18n, new SoftphoneError("microphone_missing"))).toContain("Plug in the headset");
});

test.each([
  [problem(409, "x", { code: "not_on_line" }), "Сначала выйдите на линию"],
  [problem(422, "x", { errors: [tooLong] }), "note: длиннее 4 000 знаков"],
  [
    problem(429, "x", { code: "too_many_attempts", parameters: { retry_after_seconds: 22 } }),
    "Слишком много попыток. Попробуйте снова через 22 секунды.",
  ],
  [
    problem(404, "x", { code: "not_found", parameters: { kind: "campaign", identity: "7" } }),
    "Такой кампании нет",
  ],
  [problem(404, "x", { code: "not_found", parameters: { kind: "preview", identity: "7" } }), "Такого нет"],
])("the language of the page says %s", async (error, text) => {
  await activate("ru");
  expect(errorText(i18n, error).replace(/\u00a0/g, " ")).toBe(text);
});
