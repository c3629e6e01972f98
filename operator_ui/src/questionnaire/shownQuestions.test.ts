import { expect, test } from "vitest";
import { aQuestion } from "../test/records";
import { missingQuestions, shownQuestions } from "./shownQuestions";

const onlyIf = (field: string, value: string) => ({
  combinator: "and" as const,
  not: false,
  rules: [{ field, operator: "=" as const, value }],
});
const questions = [
  aQuestion({ id: "uses" }),
  aQuestion({ id: "which", shown_if: onlyIf("uses", "yes") }),
  aQuestion({ id: "why", shown_if: onlyIf("which", "no") }),
];
const ids = (found: readonly { id: string }[]) => found.map(({ id }) => id);

test("a question is shown once its condition holds", () => {
  expect(ids(shownQuestions(questions, {}))).toEqual(["uses"]);
  expect(ids(shownQuestions(questions, { uses: "yes" }))).toEqual(["uses", "which"]);
});

test("an answer to a hidden question counts for nothing", () => {
  expect(ids(shownQuestions(questions, { uses: "no", which: "no" }))).toEqual(["uses"]);
});

test("only required questions that are shown can be missing", () => {
  expect(ids(missingQuestions(questions, { uses: "no" }))).toEqual([]);
  expect(ids(missingQuestions(questions, { uses: "yes", which: "" }))).toEqual(["which"]);
  expect(ids(missingQuestions([aQuestion({ required: false })], {}))).toEqual([]);
});
