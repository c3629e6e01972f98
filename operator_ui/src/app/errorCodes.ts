/** Why the server refuses something, in the language of the page: a text for each of its codes. */
import type { I18n, MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { ErrorCode, Parameters } from "../api/types";

export const ERROR_CODE: Record<ErrorCode, MessageDescriptor> = {
  not_found: msg({
    message:
      "{kind, select, client {There is no such client} call {There is no such call} campaign {There is no such campaign} recording {There is no such recording} list {There is no such list} import {There is no such import} refused_number {This number is not on the list} trunk {There is no such trunk} caller_id {There is no such caller ID} user {There is no such user} other {There is no such thing}}",
  }),
  not_logged_in: msg`Log in first`,
  wrong_credentials: msg`Wrong login or password.`,
  too_many_attempts: msg({
    message:
      "Too many attempts. Try again in {retry_after_seconds, plural, one {# second} few {# seconds} many {# seconds} other {# seconds}}.",
  }),
  role_not_allowed: msg`Your role does not allow this`,
  foreign_origin: msg`The request came from another site`,
  no_such_address: msg`The server has nothing at this address`,
  malformed_request: msg`The server did not understand the request`,
  invalid_input: msg`Some values cannot be accepted`,
  unexpected: msg`The server failed. Try again in a moment.`,

  not_on_line: msg`Go on line first`,
  line_down: msg`The telephone is not on line`,
  preview_over: msg`This lead is not offered to you any more`,
  lead_barred: msg({
    message:
      "The lead may not be called now. {bar, select, refused_by_all {The number asked not to be called.} refused_by_campaign {The number asked this campaign not to call.} being_called {The number is being called right now.} outside_hours {It is outside calling hours there.} holiday {It is a holiday there.} list_off {The list was switched off.} closed {The lead was closed.} attempts_used_up {Its campaign's attempts are used up.} attempts_of_day {The number was called as often today as is allowed.} attempts_of_week {The number was called as often this week as is allowed.} other {Something stands against it.}}",
  }),
  operator_busy: msg`You can call only while you are available`,
  impossible_now: msg`This is not possible now`,
  call_not_finished: msg`Finish the call first`,
  call_goes_on: msg`The call goes on; hang up first`,
  anothers_call: msg`This is another operator's call`,
  disposition_missing: msg`Save the disposition of the last call first`,
  already_disposed: msg`Another disposition of this call is saved already`,
  answers_closed: msg`The disposition is saved; the answers can no longer be changed`,
  number_refused: msg`This number asked not to be called`,
  number_in_call: msg`This number is being called already`,
  call_barred: msg`The dialling policy stands against a call now`,
  no_line_free: msg`No trunk has a line free. Try again in a moment.`,
  no_caller_id_left: msg({
    message:
      "The campaign “{campaign}” has no caller ID left now: all are switched off, rest, or have made their calls of the day.",
  }),

  storage_unavailable: msg`The database does not answer, nothing was saved. Try again in a moment.`,
  news_unavailable: msg`What happens cannot be told at this moment. Try again in a moment.`,
  telephony_failed: msg`The telephone exchange did not do it. Try again in a moment.`,
  telephony_unavailable: msg`The telephone exchange is away, nothing was done. Try again in a moment.`,
  telephony_refused: msg`The telephone exchange refused, nothing was done.`,
  telephony_uncertain: msg`The telephone exchange did not answer. Look whether it was done before you try again.`,

  is_missing: msg`is missing`,
  is_empty: msg`is empty`,
  too_short: msg({
    message:
      "is shorter than {min, plural, one {# character} few {# characters} many {# characters} other {# characters}}",
  }),
  too_long: msg({
    message:
      "is longer than {max, plural, one {# character} few {# characters} many {# characters} other {# characters}}",
  }),
  too_low: msg({ message: "is below {min, number}" }),
  too_high: msg({ message: "is above {max, number}" }),
  out_of_range: msg({ message: "is not between {min, number} and {max, number}" }),
  malformed: msg`is not written as it should be`,
  not_json: msg`is not JSON`,
  body_too_large: msg({ message: "is larger than {max_kibibytes, number} KiB" }),
  needs_text: msg`needs a text`,
  needs_number: msg`needs a number`,
  needs_whole_number: msg`needs a whole number`,
  needs_date: msg`needs a date`,
  needs_list: msg`needs a list`,
  unknown_choice: msg({ message: "is none of {choices}" }),
  control_characters: msg`has control characters`,
  unstorable_characters: msg`has characters that cannot be stored`,
  unknown_cursor: msg`is no place in this list`,

  not_a_login: msg`may have a–z, 0–9 and . _ @ + - only, and begins and ends with a letter or digit`,
  login_taken: msg`is another user's login already`,
  password_is_login: msg`is the same as the login`,
  wrong_password: msg`is not your password`,
  last_administrator: msg`Nobody else is an active administrator: make another one first`,

  name_taken: msg`is the name of another one`,
  unknown_campaign: msg`is no campaign`,
  unknown_operator: msg`is no operator`,
  unknown_policy: msg`is no dialling policy`,
  closes_too_early: msg`does not open before it closes`,
  unknown_subdivision: msg({ message: "names {subdivision}, whose holidays are not known" }),
  unknown_message: msg`is no recorded message`,
  message_missing: msg`needs a recorded message`,
  mistakes_not_counted: msg`needs a dialling policy that counts the people who are taken for machines`,
  grace_too_short: msg({ message: "needs a dialling policy with a grace time above {min, number} s" }),
  campaigns_count_mistakes: msg({
    message: "must be above 0 while campaigns listen for machines: {campaigns}",
  }),
  campaigns_listen: msg({
    message: "must be above {min, number} s while campaigns listen for machines: {campaigns}",
  }),
  message_in_use: msg`Campaigns leave this message; give them another one first`,
  safe_harbour_missing: msg`The policy wants a message for abandoned calls: copy it and choose one`,
  policy_invalid: msg`The dialling policy cannot be read: save it anew`,
  policy_missing: msg`Choose a dialling policy first`,
  before_beginning: msg`is before the beginning`,
  period_too_long: msg({
    message:
      "{max_days, plural, one {is more than # day after the beginning} few {is more than # days after the beginning} many {is more than # days after the beginning} other {is more than # days after the beginning}}",
  }),
  policy_built_in: msg`A built-in policy cannot be changed; copy it`,
  policy_in_use: msg`Campaigns keep to this policy; give them another one first`,

  not_a_template: msg`is not written as a channel: PJSIP/, the number's place, @ and an endpoint`,
  needs_connection: msg`names the trunk's own endpoint: fill in the connection`,
  needs_own_trunk: msg`does not name the endpoint of the connection`,
  unknown_region: msg`is no region of the number’s country; choose one that is offered`,
  already_in_pool: msg`is one of this campaign's caller IDs already`,

  not_number_signs: msg`has signs that are not part of a telephone number`,
  not_a_number: msg`is not a telephone number`,
  impossible_number: msg`is not a number that can exist in its country`,
  number_too_long: msg`is longer than an international number can be`,
  too_many_numbers: msg({ message: "has more than {max, number} numbers in one line" }),
  not_clients_number: msg`is not a number of this client`,
  unknown_zone: msg`is not a known time zone`,
  unknown_language: msg`is not a language in which clients are spoken to: ru, en`,

  document_changed: msg`Somebody else has saved a change meanwhile. Load it first.`,
  needs_one: msg`needs at least one entry`,
  too_many: msg({ message: "has more than {max, number} entries" }),
  used_above: msg`is used above already`,
  misplaced: msg`does not belong to this kind of question`,
  not_asked_above: msg`is not asked above this question`,
  effect_in_use: msg`cannot be changed: calls have this verdict already. Add another disposition instead.`,

  unknown_question: msg`is not a question of this questionnaire`,
  needs_answer: msg`needs an answer`,
  unknown_option: msg({ message: "has no option {option}" }),
  option_twice: msg`names an option twice`,
  unknown_disposition: msg`is not one of this campaign's`,
  needs_callback_time: msg`is needed for a callback`,
  no_callback: msg`belongs to a callback only`,
  not_in_future: msg`is not in the future`,
  callback_too_far: msg({ message: "is more than {max_days, number} days ahead" }),
  no_calling_hours: msg`is outside the calling hours, and none follow`,

  file_too_large: msg({ message: "is larger than {max_mebibytes, number} MiB" }),
  wrong_encoding: msg({ message: "line {line, number} is not written in {encoding}" }),
  spoiled_characters: msg`has characters that are not in the file's encoding`,
  unsupported_file: msg`is neither text nor an XLSX workbook`,
  unreadable_file: msg`cannot be read: it asks for too much memory or time`,
  not_a_sound: msg`is no WAV file of 16 bits without compression`,
  sound_too_long: msg({ message: "is longer than {max_seconds, number} s" }),
  unreadable_workbook: msg`is a broken workbook`,
  unsafe_workbook: msg`is a workbook that no spreadsheet would write`,
  too_many_columns: msg({ message: "line {line, number} has more than {max, number} columns" }),
  too_many_lines: msg({ message: "has more than {max, number} lines" }),
  file_gone: msg`is kept for a day only: upload it again`,
  list_gone: msg`The list is no more. Start it once more and choose another one.`,
  reset_goes_on: msg`This list is being worked off again already`,
  import_begun: msg`This import has begun already`,
  import_not_ended: msg`This import cannot be undone now`,
  selection_not_ended: msg`This selection cannot be undone now`,
  missing_column: msg({ message: "has no column {column} in its first line" }),
  unclosed_quote: msg({ message: "unclosed quote, lines {first, number}–{last, number}" }),
  unreadable_line: msg({ message: "line {line, number} cannot be read" }),
  unknown_field: msg({ message: "asks for {name}, which is not known" }),
  misfit_rule: msg({ message: "asks for {name} with a value that does not fit it" }),
  already_listed: msg`is on this campaign's list already`,
};

/** What the server said, with its English words for a code that is newer than this page. */
export type Refusal = { code?: ErrorCode | undefined; parameters?: Parameters; reason: string };

const OF_OURS = msg`The server failed at it. Start it once more; if it fails again, have the server's log looked into.`;

export function reasonText(i18n: I18n, { code, parameters = {}, reason }: Refusal): string {
  const known = code && ERROR_CODE[code];
  return known ? i18n._({ ...known, values: parameters }) : reason;
}

/** Why a job failed: what was wrong with what it was given or, without such a fault, that it was the server. */
export function failureText(i18n: I18n, faults: readonly Refusal[]): string {
  return faults.map((fault) => reasonText(i18n, fault)).join("; ") || i18n._(OF_OURS);
}
