import fc from "fast-check";
import { describe, expect, test } from "vitest";
import parity from "../../../tests/parity/conditions.json";
import type { Condition, Rule } from "../api/types";
import { holds, isEmpty } from "./condition";

const rule = (operator: Rule["operator"], value?: unknown): Rule => ({ field: "a", operator, value });
const all = (...rules: (Rule | Condition)[]): Condition => ({ combinator: "and", not: false, rules });
const any = (...rules: (Rule | Condition)[]): Condition => ({ combinator: "or", not: false, rules });
const isTrue = (operator: Rule["operator"], expected: unknown, actual: unknown) =>
  holds(all(rule(operator, expected)), { a: actual });

type Row = [actual: unknown, operator: Rule["operator"], expected: unknown, verdict: boolean];

describe("one rule, as the server has it", () => {
  test.each(parity as Row[])("%j %s %j is %s", (actual, operator, expected, verdict) => {
    expect(isTrue(operator, expected, actual)).toBe(verdict);
  });
});

describe("a missing answer", () => {
  const anyEmpty = fc.constantFrom(undefined, null, "", []);
  const anyExpected = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.array(fc.string()));

  test("equals nothing, is less than nothing and is contained in nothing", () => {
    fc.assert(
      fc.property(anyEmpty, anyExpected, (empty, expected) => {
        for (const operator of ["=", "<", "<=", ">", ">=", "in", "contains", "notNull"] as const) {
          expect(isTrue(operator, expected, empty)).toBe(false);
        }
        for (const operator of ["!=", "notIn", "null"] as const) {
          expect(isTrue(operator, expected, empty)).toBe(true);
        }
      }),
    );
  });

  test("zero is an answer", () => expect(isEmpty(0)).toBe(false));
});

describe("a group", () => {
  const yes = rule("=", 1);
  const no = rule("=", 2);

  test.each<[name: string, condition: Condition | null, verdict: boolean]>([
    ["no condition at all", null, true],
    ["a group without rules", all(), true],
    ["a negated group without rules", { ...all(), not: true }, true],
    ["and needs both", all(yes, no), false],
    ["or needs one", any(yes, no), true],
    ["not turns it round", { ...all(yes), not: true }, false],
    ["a group in a group", all(yes, any(no, yes)), true],
  ])("%s", (_, condition, verdict) => {
    expect(holds(condition, { a: 1 })).toBe(verdict);
  });
});
