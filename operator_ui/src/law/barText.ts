/** Why a lead is not dialled now, in the language of the page. */
import type { I18n, MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { BarCode, ReasonKind, Standing } from "./requests";

const BAR: Record<BarCode, MessageDescriptor> = {
  campaign_not_running: msg`The campaign rests`,
  no_policy: msg`The campaign has no dialling policy`,
  policy_invalid: msg`The campaign's dialling policy cannot be read`,
  safe_harbour_missing: msg`The message for abandoned calls that the policy asks for is missing`,
  list_off: msg`The list is switched off`,
  closed: msg`The lead is closed`,
  not_due: msg`It is not due yet`,
  held: msg`A dialler has taken it`,
  promised: msg({ message: "{operator} has promised to call" }),
  refused_by_all: msg`The number asked not to be called`,
  refused_by_campaign: msg`The number asked this campaign not to call`,
  being_called: msg`The number is being called right now`,
  attempts_used_up: msg`Its campaign's attempts are used up`,
  attempts_of_day: msg({
    message:
      "{most, plural, one {# attempt in 24 hours has been made} few {# attempts in 24 hours have been made} many {# attempts in 24 hours have been made} other {# attempts in 24 hours have been made}}",
  }),
  attempts_of_week: msg({
    message:
      "{most, plural, one {# attempt in 7 days has been made} few {# attempts in 7 days have been made} many {# attempts in 7 days have been made} other {# attempts in 7 days have been made}}",
  }),
  after_abandonment: msg`An abandoned call: only with an operator waiting`,
  outside_hours: msg({ message: "Outside calling hours in {zone}" }),
  holiday: msg({ message: "A holiday in {zone}" }),
  wrong_number: msg`A wrong number`,
  rests: msg`It was tried lately and rests`,
  promised_elsewhere: msg`A call was promised at another number`,
};

export function barText(i18n: I18n, { code, parameters }: Standing): string {
  return i18n._({ ...BAR[code], values: parameters });
}

const BAR_OF_POLICY: Partial<Record<string, MessageDescriptor>> = {
  outside_hours: msg`outside calling hours`,
  holiday: msg`on a holiday`,
  attempts_of_day: msg`the attempts of 24 hours were used up`,
  attempts_of_week: msg`the attempts of 7 days were used up`,
} satisfies Partial<Record<BarCode, MessageDescriptor>>;

/** A bar that an operator overruled or may overrule, of which nothing is known beside its code. */
export function overruledText(i18n: I18n, code: string): string {
  const known = BAR_OF_POLICY[code];
  return known ? i18n._(known) : code;
}

/** A bar that stood against a call once, of which nothing is known beside its code. */
export function pastBarText(i18n: I18n, code: BarCode): string {
  return i18n._(BAR_OF_POLICY[code] ?? (code === "promised" ? PROMISED_BY_ANOTHER : BAR[code]));
}

const PROMISED_BY_ANOTHER = msg`somebody else had promised to call`;

export const REASON: Record<ReasonKind, MessageDescriptor> = {
  fresh: msg`First attempt`,
  retry: msg`Another attempt`,
  callback: msg`A promised call`,
  preview: msg`Accepted by an operator`,
  click_to_dial: msg`An operator's own call`,
};
