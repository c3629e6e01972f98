/**
 * Whether a condition holds for the answers so far: the same rules as the server's. A missing or empty
 * value equals nothing, is less than nothing and contained in nothing, so only `null`, `!=` and `notIn`
 * hold for it.
 */
import type { Condition, Rule } from "../api/types";

type Values = Readonly<Record<string, unknown>>;

/** True for no condition at all, and for a group without rules. */
export function holds(condition: Condition | null | undefined, values: Values): boolean {
  if (!condition || condition.rules.length === 0) return true;
  const holdsOne = (rule: Condition | Rule) =>
    "rules" in rule ? holds(rule, values) : ruleHolds(rule, values);
  const verdict =
    condition.combinator === "and" ? condition.rules.every(holdsOne) : condition.rules.some(holdsOne);
  return verdict !== (condition.not ?? false);
}

/** Null, an empty text and an empty list are no answer; zero and false are. */
export function isEmpty(value: unknown): boolean {
  return (
    value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)
  );
}

function ruleHolds({ field, operator, value }: Rule, values: Values): boolean {
  const actual = values[field];
  switch (operator) {
    case "null":
      return isEmpty(actual);
    case "notNull":
      return !isEmpty(actual);
    case "=":
      return isEqual(actual, value);
    case "!=":
      return !isEqual(actual, value);
    case "in":
      return isOneOf(actual, value);
    case "notIn":
      return !isOneOf(actual, value);
    case "contains":
      return contains(actual, value);
    case "<":
      return isOrdered(actual, value, (order) => order < 0);
    case "<=":
      return isOrdered(actual, value, (order) => order <= 0);
    case ">":
      return isOrdered(actual, value, (order) => order > 0);
    case ">=":
      return isOrdered(actual, value, (order) => order >= 0);
  }
}

const DECIMAL = /^[ \t]*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?[ \t]*$/i;

function asNumber(value: unknown): number | null {
  if (typeof value === "number") return value;
  return typeof value === "string" && DECIMAL.test(value) ? Number(value) : null;
}

function isEqual(actual: unknown, expected: unknown): boolean {
  if (isEmpty(actual)) return false;
  if (Array.isArray(actual)) {
    return Array.isArray(expected) && sortedTexts(actual) === sortedTexts(expected);
  }
  const left = asNumber(actual);
  const right = asNumber(expected);
  return left !== null && right !== null ? left === right : String(actual) === String(expected);
}

function sortedTexts(values: readonly unknown[]): string {
  return JSON.stringify(values.map(String).sort());
}

function isOneOf(actual: unknown, expected: unknown): boolean {
  const options = Array.isArray(expected) ? expected : [expected];
  const actuals = Array.isArray(actual) ? actual : [actual];
  return actuals.some((one) => options.some((option) => isEqual(one, option)));
}

function contains(actual: unknown, expected: unknown): boolean {
  if (isEmpty(actual) || isEmpty(expected)) return false;
  if (Array.isArray(actual)) return actual.some((one) => isEqual(one, expected));
  return String(actual).toLowerCase().includes(String(expected).toLowerCase());
}

function isOrdered(actual: unknown, expected: unknown, fits: (order: number) => boolean): boolean {
  if (isEmpty(actual) || isEmpty(expected)) return false;
  const left = asNumber(actual);
  const right = asNumber(expected);
  // Not subtracted: infinities are equal and have no difference.
  if (left !== null && right !== null) return fits(left < right ? -1 : left > right ? 1 : 0);
  const areTexts =
    left === null && right === null && typeof actual === "string" && typeof expected === "string";
  return areTexts && fits(actual < expected ? -1 : actual > expected ? 1 : 0);
}
