import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { activate, i18n } from "../app/i18n";
import { ENTITY, entityText, FIELD, fieldText } from "./words";

afterEach(() => activate("en"));

/** Every entity that the server records changes of, with its fields, as its own description says. */
const recorded: [string, string[]][] = Object.entries(
  JSON.parse(readFileSync("openapi.json", "utf-8")).components.schemas.AuditRow["x-vocabulary"],
);

test("the page has a word for every entity of the server, and for no other", () => {
  expect(Object.keys(ENTITY).sort()).toEqual(recorded.map(([entity]) => entity).sort());
});

describe.each([
  ["ru", /[а-яё]/i],
  ["en", /[a-z]/i],
] as const)("in %s", (language, own) => {
  test.each(recorded)("%s and each of its fields have a word", async (entity, fields) => {
    await activate(language);
    const words = [entityText(i18n, entity), ...fields.map((field) => fieldText(i18n, field))];
    for (const word of words) expect(word).toMatch(own);
    expect(fields.filter((field) => !Object.hasOwn(FIELD, field))).toEqual([]);
  });
});

test("a field without a word is shown as it is stored", () => {
  expect(fieldText(i18n, "ring_seconds")).toBe("Ring time");
  expect(fieldText(i18n, "valueOf")).toBe("valueOf");
});
