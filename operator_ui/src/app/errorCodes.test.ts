import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import type { ErrorCode } from "../api/types";
import { ERROR_CODE } from "./errorCodes";
import { activate, i18n } from "./i18n";

afterEach(() => activate("en"));

/** Every code the server can send, with the parameters beside it, as its own description says. */
const codes = Object.entries<string[]>(
  JSON.parse(readFileSync("openapi.json", "utf-8")).components.schemas.ErrorCode["x-parameters"],
) as [ErrorCode, string[]][];

type CompiledMessage = (typeof i18n.messages)[string];

/** The parameters that a text asks for: "is above {max}" is compiled to ["is above ", ["max"]]. */
function askedFor(text: CompiledMessage): string[] {
  if (typeof text === "string") return [];
  return text.flatMap((part) => {
    if (typeof part === "string") return [];
    const [name, , branches] = part;
    const nested: unknown[] = Object.values(branches ?? {});
    return [
      name,
      ...nested.flatMap((branch) => (Array.isArray(branch) ? askedFor(branch as CompiledMessage) : [])),
    ];
  });
}

test("the page has a text for every code of the server, and for no other", () => {
  expect(Object.keys(ERROR_CODE).sort()).toEqual(codes.map(([code]) => code).sort());
});

describe.each([
  ["ru", /[а-яё]/i, /[a-z]{4}/],
  ["en", /[a-z]/i, /[а-яё]/i],
] as const)("in %s", (language, own, foreign) => {
  test.each(codes)(
    "%s is said, and asks for no parameter that the server does not give",
    async (code, names) => {
      await activate(language);
      const values = Object.fromEntries(names.map((name) => [name, 7]));
      const text = i18n._({ ...ERROR_CODE[code], values });
      expect(text).toMatch(own);
      expect(text).not.toMatch(foreign);
      expect(names).toEqual(expect.arrayContaining(askedFor(i18n.messages[ERROR_CODE[code].id] ?? "")));
    },
  );
});
