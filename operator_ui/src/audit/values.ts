/** What was set, as a person reads it. What has no word is shown as it is stored. */
import type { I18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { AuditRow } from "../api/types";
import { MACHINE_ACTION } from "../campaign/machines";
import { MODE_NAME } from "../campaign/modes";
import { DNC_SCOPE, DNC_SOURCE } from "../dnc/words";
import type { Policy } from "../law/requests";
import { RESET_SCOPE, type Recycling } from "../lists/resetWords";
import { PREVIEW_TIMEOUT } from "../preview/words";
import { momentText, spanText } from "../time/duration";
import { CODEC, TRANSPORT } from "../trunks/words";
import { conditionText } from "./conditionText";
import { hoursText } from "./hoursText";
import { recyclingText } from "./recyclingText";
import { fieldText, type Words, wordOf } from "./words";

/** What codes and ids are called now: policies, campaigns, dispositions, messages. */
export type Names = Record<string, string>;
export const NO_NAMES: Names = {};

const VALUE: Record<string, Words> = {
  mode: MODE_NAME,
  preview_timeout: PREVIEW_TIMEOUT,
  dnc_scope: DNC_SCOPE,
  machine_action: MACHINE_ACTION,
  source: DNC_SOURCE,
  scope: RESET_SCOPE,
  grace_from: { answer: msg`the answer`, greeting: msg`the end of the greeting` },
  transport: TRANSPORT,
  codecs: CODEC,
  password: { set: msg`was set`, replaced: msg`another one` },
};
const SHARES = new Set(["abandon_limit", "machine_false_positive_rate"]);

/** null: there was or is none. */
export function valueText(i18n: I18n, field: string, value: unknown, names: Names = NO_NAMES): string | null {
  if (value === null || value === "") return null;
  if (typeof value === "boolean") return i18n._(value ? msg`yes` : msg`no`);
  if (typeof value === "number") return numberText(i18n, field, value);
  if (Array.isArray(value)) return value.map((one) => valueText(i18n, field, one, names) ?? "—").join(", ");
  if (typeof value === "object") return objectText(i18n, field, value as Record<string, unknown>, names);
  const text = String(value);
  if (field.endsWith("_at") && !Number.isNaN(Date.parse(text)))
    return momentText(text, Date.now(), i18n.locale);
  if (Object.hasOwn(VALUE, field)) return wordOf(i18n, VALUE[field] ?? {}, text);
  return IS_NAMED.has(field) ? nameOf(names, text) : text;
}

/** Fields that hold a code or an id of something with a name. */
const IS_NAMED = new Set(["policy", "dispositions", "ru", "en"]);

/** Fields whose value is a text in both languages, or several of them. */
const IS_WORDED = new Set(["basis", "added", "removed", "changed", "order"]);

/** What was changed: as it was called then, but a policy as it is called now, in the reader's language. */
export function thingName({ entity, entity_id, name }: AuditRow, names: Names): string {
  return (entity === "dialling_policy" && names[entity_id]) || name;
}

function nameOf(names: Names, key: string): string {
  return (Object.hasOwn(names, key) && names[key]) || key;
}

function numberText(i18n: I18n, field: string, value: number): string {
  if (field.endsWith("_seconds")) return spanText(value, i18n.locale);
  const style = SHARES.has(field) ? ({ style: "percent", maximumFractionDigits: 2 } as const) : {};
  return new Intl.NumberFormat(i18n.locale, style).format(value);
}

function objectText(i18n: I18n, field: string, value: Record<string, unknown>, names: Names): string | null {
  if (field === "recycling") return recyclingText(i18n, value as Recycling);
  if (field === "calling_hours") return hoursText(i18n, value as Policy["calling_hours"]);
  if (field === "selection") return conditionText(i18n, value, (key) => nameOf(names, key));
  const isNamed = IS_WORDED.has(field) || (field === "policy" && "ru" in value);
  if (isNamed) return String(value[i18n.locale === "en" ? "en" : "ru"] || value.ru || value.en || "") || null;
  const parts = Object.entries(value).flatMap(([part, inner]) => {
    const text = valueText(i18n, part, inner, names);
    return text === null ? [] : [`${fieldText(i18n, part)}: ${text}`];
  });
  return parts.join("; ") || null;
}
