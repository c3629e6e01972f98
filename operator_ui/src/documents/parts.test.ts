import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aQuestion } from "../test/records";
import {
  firstRule,
  freeKeys,
  insertedAt,
  isSame,
  keyed,
  moved,
  newDisposition,
  newQuestion,
  OPERATORS,
  ofKind,
  onlyRule,
  reasonsOf,
  shownIf,
  unkeyed,
  unknownPlaceholders,
} from "./parts";

describe("a list of parts", () => {
  test.each([
    [0, 2, "bca"],
    [2, 0, "cab"],
    [1, 1, "abc"],
    [0, -1, "abc"],
    [2, 3, "abc"],
    [7, 0, "abc"],
  ])("from place %i to %i", (from, to, expected) => {
    expect(moved(["a", "b", "c"], from, to).join("")).toBe(expected);
  });

  test("loses and doubles nothing, however it is moved", () => {
    const place = fc.integer({ min: -2, max: 12 });
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer(), { maxLength: 10 }), place, place, (parts, from, to) => {
        expect([...moved(parts, from, to)].sort()).toEqual([...parts].sort());
      }),
    );
  });

  test("is the same without its keys", () => {
    const blocks = [{ kind: "say" as const, text: { ru: "Алло", en: "" } }];
    expect(isSame(unkeyed(keyed(blocks)), blocks)).toBe(true);
  });
});

describe("a question of another kind", () => {
  const ids: [string, string] = ["a", "b"];

  test("has what that kind needs and nothing else", () => {
    const scale = ofKind(newQuestion("q"), "scale", ids);
    expect([scale.scale?.max, scale.options]).toEqual([5, []]);
    const single = ofKind(scale, "single", ids);
    expect([single.scale, single.options.map(({ id }) => id)]).toEqual([null, ids]);
  });

  test("keeps its options when several may be chosen of them", () => {
    const single = aQuestion({ kind: "single" });
    expect(ofKind(single, "multiple", ids).options).toEqual(single.options);
  });
});

describe("a condition", () => {
  const rule = { field: "q", operator: "=" as const, value: "yes" };

  test("of one comparison can be picked; more than that is left alone", () => {
    expect(onlyRule(shownIf(rule))).toEqual(rule);
    expect(onlyRule({ ...shownIf(rule), not: true })).toBeNull();
    expect(onlyRule({ combinator: "or", not: false, rules: [rule, rule] })).toBeNull();
    expect(onlyRule({ combinator: "or", not: false, rules: [shownIf(rule)] })).toBeNull();
  });

  test.each(["single", "multiple", "scale", "number", "date", "text"] as const)(
    "on a question of the kind %s begins with something that can be saved",
    (kind) => {
      const first = firstRule(ofKind(newQuestion("q"), kind, ["a", "b"]));
      expect(OPERATORS[kind]).toContain(first.operator);
      expect(first.value === null).toBe(first.operator === "notNull");
    },
  );
});

test("a new disposition takes a key that nobody has, until none is left", () => {
  const choices = [];
  for (let place = 1; place <= 9; place++) {
    const made = newDisposition(`d${place}`, choices);
    if (made) choices.push(made);
  }
  expect(choices.map(({ key }) => key)).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
  expect(newDisposition("d10", choices)).toBeNull();
  expect(freeKeys(choices, "d3")).toEqual(["3"]);
});

test("only braces that nothing is filled into are pointed out, each once", () => {
  expect(unknownPlaceholders("{client_name} {name} { person_name } {name}")).toEqual([
    "{name}",
    "{ person_name }",
  ]);
});

test("a name is put in where the cursor stands", () => {
  expect(insertedAt("Hello, !", 7, "{person_name}")).toBe("Hello, {person_name}!");
});

test("a reason stays with its part when that is moved", () => {
  const refusal = { reasons: { "questions.1.text": "is empty", "questions.10.id": "no" }, keys: ["a", "b"] };
  expect(reasonsOf(refusal, "questions", "b")).toEqual({ text: "is empty" });
  expect(reasonsOf(refusal, "questions", "a")).toEqual({});
  expect(reasonsOf(refusal, "questions", "new")).toEqual({});
});
