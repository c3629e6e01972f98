/** What leads can be asked by is called in the interface. */
import type { I18n, MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { BarCode, Closed, ClosedBecause } from "../law/requests";
import { ENDING } from "../lists/words";
import { SKIP_REASON } from "../preview/words";
import type { LeadState } from "./requests";

export const LEAD_STATE: Record<LeadState, MessageDescriptor> = {
  fresh: msg`Not yet tried`,
  again: msg`To be tried again`,
  waiting: msg`Wait for their time`,
  promised: msg`Promised a call`,
  closed: msg({ message: "Closed", context: "of leads" }),
};

export const CLOSED_BECAUSE: Record<ClosedBecause, MessageDescriptor> = {
  talked: msg`Talked to, no disposition yet`,
  verdict: msg`Operator's disposition`,
  do_not_call: msg`Asked not to be called`,
  wrong_number: msg`Wrong number`,
  attempts: msg`Attempts used up`,
  no_rule: msg`No retry rule`,
  rule_used_up: msg`Retries used up`,
  skipped: msg`Skipped by an operator`,
};

/** The bars that leads can be asked by. */
type LeadBar = Exclude<
  BarCode,
  | "campaign_not_running"
  | "no_policy"
  | "policy_invalid"
  | "safe_harbour_missing"
  | "closed"
  | "wrong_number"
  | "rests"
  | "promised_elsewhere"
>;

export const BARRED_BY: Record<LeadBar, MessageDescriptor> = {
  list_off: msg`List is switched off`,
  not_due: msg`Not due yet`,
  held: msg`Taken by a dialler or an operator`,
  promised: msg`Promised by an operator`,
  being_called: msg`Being called now`,
  attempts_used_up: msg`Campaign's attempts used up`,
  refused_by_all: msg`On the do-not-call list`,
  refused_by_campaign: msg`On the campaign's do-not-call list`,
  attempts_of_day: msg`Attempts of the day used up`,
  attempts_of_week: msg`Attempts of the week used up`,
  after_abandonment: msg`Pause after an abandoned call`,
  outside_hours: msg`Outside calling hours`,
  holiday: msg`Holiday`,
};

/** In a few words, for a cell; `label`: the disposition in words, if it was one. */
export function closedInShort(i18n: I18n, { because, detail }: Closed, label: string | null): string {
  if (because === null) return i18n._(msg`Reason not kept`);
  const words: Record<string, MessageDescriptor> = { ...ENDING, ...SKIP_REASON };
  const known = detail !== null && Object.hasOwn(words, detail) ? words[detail] : undefined;
  const what = label ?? (known ? i18n._(known) : detail);
  return what === null ? i18n._(CLOSED_BECAUSE[because]) : `${i18n._(CLOSED_BECAUSE[because])}: ${what}`;
}
