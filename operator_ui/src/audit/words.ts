/** What the audit trail's entities and fields are called. What has no word yet is shown as it is stored. */
import type { I18n, MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

export type Words = Record<string, MessageDescriptor>;

export const ENTITY: Words = {
  campaign: msg`Campaign`,
  dialling_policy: msg`Dialling policy`,
  dnc_number: msg`Do-not-call list`,
  voice_message: msg`Message for answering machines`,
  trunk: msg`Trunk`,
  caller_id: msg`Caller ID`,
  list: msg({ message: "List", context: "of leads" }),
  client: msg`Client`,
  import: msg`Import`,
  user: msg`User`,
};

export const FIELD: Words = {
  name: msg({ message: "Name", context: "of a thing" }),
  mode: msg`Mode`,
  policy: msg`Dialling policy`,
  is_running: msg`Dialling`,
  stopped_at_once: msg`Stopped at once, what rang was hung up`,
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
  added_by: msg`Added by`,
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
  recycling: msg`Retry rules`,
  callback_kept_seconds: msg`A personal callback opens to everybody after`,
  priority: msg`Priority`,
  reset: msg`Called again`,
  selection: msg`Selected clients`,
  selection_stopped: msg`Selection stopped before its end`,
  file: msg`File`,
  time_zone: msg`Time zone`,
  stopped: msg`Stopped before its end`,
  name_ru: msg`Name in Russian`,
  name_en: msg`Name in English`,
  basis: msg`Legal basis`,
  abandon_limit: msg`Abandoned calls, at most`,
  abandon_window_days: msg`The limit holds over, days`,
  grace_seconds: msg`Operator connected within`,
  grace_from: msg`The wait is counted from`,
  minimum_ring_seconds: msg`Minimum ring time`,
  calling_hours: msg`Calling hours`,
  attempts_per_day: msg`Attempts per number in 24 hours`,
  attempts_per_week: msg`Attempts per number in 7 days`,
  pause_after_abandonment_hours: msg`Pause after an abandoned call, hours`,
  machine_false_positive_rate: msg`People among detected machines`,
  safe_harbour: msg`Message for abandoned calls`,
  safe_harbour_is_due: msg`The law wants that message`,
  scope: msg`Leads`,
  dispositions: msg`Talked to, and the verdict was`,
  without_verdict: msg`Talked to, and no verdict came`,
  dispositions_offered: msg`Dispositions`,
  script: msg`Script`,
  questionnaire: msg`Questionnaire`,
  added: msg({ message: "Added", context: "parts of a document" }),
  removed: msg({ message: "Removed", context: "parts of a document" }),
  changed: msg({ message: "Changed", context: "parts of a document" }),
  order: msg({ message: "In the order", context: "parts of a document" }),
  host: msg`Carrier's address`,
  port: msg`Port`,
  transport: msg`Transport`,
  username: msg`User name at the carrier`,
  registers: msg`Registers with the carrier`,
  codecs: msg`Codecs`,
  qualify_seconds: msg`Is asked whether it is there, every`,
  ru: msg`Russian`,
  en: msg`English`,
  login: msg`Login`,
  role: msg`Role`,
  language: msg`Language`,
};

/** Fields that are called otherwise of one entity than of all others. */
const FIELD_OF: Record<string, Words> = {
  user: { name: msg({ message: "Name", context: "of a person" }), is_active: msg`May log in` },
};

/** What a key is called, or the key: a name that every object has is no word for it. */
export function wordOf(i18n: I18n, words: Words, key: string): string {
  const word = Object.hasOwn(words, key) ? words[key] : undefined;
  return word ? i18n._(word) : key;
}

export function entityText(i18n: I18n, entity: string): string {
  return wordOf(i18n, ENTITY, entity);
}

/** `entity`: whose field it is, where that is known. */
export function fieldText(i18n: I18n, field: string, entity = ""): string {
  return wordOf(i18n, { ...FIELD, ...FIELD_OF[entity] }, field);
}
