/** What the audit trail's entities, fields and values are called. What has no word yet is shown as it is stored. */
import type { I18n, MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { MACHINE_ACTION } from "../campaign/machines";
import { MODE_NAME } from "../campaign/modes";
import { DNC_SCOPE, DNC_SOURCE } from "../dnc/words";
import { PREVIEW_TIMEOUT } from "../preview/words";
import { momentText } from "../time/duration";

type Words = Record<string, MessageDescriptor>;

const ENTITY: Words = {
  campaign: msg`Campaign`,
  dialling_policy: msg`Dialling policy`,
  dnc_number: msg`Do-not-call list`,
  voice_message: msg`Message for answering machines`,
  trunk: msg`Trunk`,
  caller_id: msg`Caller ID`,
};

const FIELD: Words = {
  name: msg({ message: "Name", context: "of a thing" }),
  mode: msg`Mode`,
  policy: msg`Dialling policy`,
  is_running: msg`Dialling`,
  caller_id: msg`Caller ID`,
  ring_seconds: msg`Ring time`,
  wrap_up_seconds: msg`Wrap-up`,
  max_attempts: msg`Attempts per lead`,
  preview_seconds: msg`Time to decide on a lead`,
  preview_timeout: msg`When the time is over`,
  dnc_scope: msg`“Do not call” holds for`,
  machine_action: msg`Answering machines`,
  voice_message: msg`Message`,
  copied_from: msg`Copied from`,
  operators_added: msg`Operators added`,
  operators_removed: msg`Operators removed`,
  phone_number: msg`Phone number`,
  added_at: msg`Added`,
  source: msg`Came from`,
  reason: msg`Reason`,
  removal_reason: msg`Reason for removal`,
  imported: msg`Numbers imported`,
  dial_template: msg`Dial template`,
  weight: msg`Weight`,
  channel_limit: msg`Channels at once`,
  calls_per_second: msg`Calls per second`,
  is_active: msg`In use`,
  connection: msg`Connection`,
  password: msg`Password`,
  region: msg`Region`,
  daily_cap: msg`Calls a day`,
  rest_hours: msg`Then rests, hours`,
};

const VALUE: Record<string, Words> = {
  mode: MODE_NAME,
  preview_timeout: PREVIEW_TIMEOUT,
  dnc_scope: DNC_SCOPE,
  machine_action: MACHINE_ACTION,
  source: DNC_SOURCE,
  password: { set: msg`was set`, replaced: msg`another one` },
};

/** What a key is called, or the key: a name that every object has is no word for it. */
function wordOf(i18n: I18n, words: Words, key: string): string {
  const word = Object.hasOwn(words, key) ? words[key] : undefined;
  return word ? i18n._(word) : key;
}

export function entityText(i18n: I18n, entity: string): string {
  return wordOf(i18n, ENTITY, entity);
}

export function fieldText(i18n: I18n, field: string): string {
  return wordOf(i18n, FIELD, field);
}

/** A value of a field as a person reads it; null: there was or is none. */
export function valueText(i18n: I18n, field: string, value: unknown): string | null {
  if (value === null || value === "") return null;
  if (typeof value === "boolean") return i18n._(value ? msg`yes` : msg`no`);
  if (typeof value === "number") return new Intl.NumberFormat(i18n.locale).format(value);
  if (Array.isArray(value)) return value.map((one) => valueText(i18n, field, one) ?? "—").join(", ");
  if (typeof value !== "string") return JSON.stringify(value);
  if (field.endsWith("_at") && !Number.isNaN(Date.parse(value)))
    return momentText(value, Date.now(), i18n.locale);
  return wordOf(i18n, (Object.hasOwn(VALUE, field) && VALUE[field]) || {}, value);
}
