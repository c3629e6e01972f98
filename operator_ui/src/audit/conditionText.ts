/** A selection of clients in one line. */
import type { I18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { CLIENT_FIELD, OPERATOR, VALUE } from "../lists/words";
import { wordOf } from "./words";

type Rule = { field?: string; operator?: string; value?: unknown };
type Tree = Rule & { combinator?: string; not?: boolean; rules?: Tree[] };

/** `nameOf` is asked for whatever has a name of its own: campaigns, dispositions. */
export function conditionText(i18n: I18n, tree: Tree, nameOf: (key: string) => string): string {
  if (!tree.rules) return ruleText(i18n, tree, nameOf);
  if (tree.rules.length === 0) return i18n._(msg`all clients`);
  const joint = i18n._(tree.combinator === "or" ? msg`or` : msg`and`);
  const parts = tree.rules.map((one) => {
    const text = conditionText(i18n, one, nameOf);
    return one.rules && one.rules.length > 1 ? `(${text})` : text;
  });
  const text = parts.join(` ${joint} `);
  return tree.not ? `${i18n._(msg`not`)} (${text})` : text;
}

function ruleText(i18n: I18n, { field = "", operator = "", value }: Rule, nameOf: (key: string) => string) {
  const values = (Array.isArray(value) ? value : [value]).filter((one) => one !== null && one !== undefined);
  const words = values.map((one) => {
    const known = wordOf(i18n, VALUE, String(one));
    return known === String(one) ? nameOf(known) : known;
  });
  return [wordOf(i18n, CLIENT_FIELD, field), wordOf(i18n, OPERATOR, operator), words.join(", ")]
    .filter(Boolean)
    .join(" ");
}
