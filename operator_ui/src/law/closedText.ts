/** What closed a lead, in the language of the page. */
import type { I18n, MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { ENDING } from "../lists/words";
import { SKIP_REASON } from "../preview/words";
import type { Closed, ClosedBecause } from "./requests";

const CLOSED: Record<ClosedBecause, MessageDescriptor> = {
  talked: msg`Closed: the client was talked to, and the operator's disposition is still to come`,
  verdict: msg({ message: "Closed by the operator's disposition: {what}" }),
  do_not_call: msg({ message: "Closed because the client asked not to be called: {what}" }),
  wrong_number: msg`Closed: its last number is a wrong one`,
  attempts: msg({ message: "Closed: its attempts are used up ({what})" }),
  no_rule: msg({ message: "Closed: the campaign's retry rules plan nothing after “{what}”" }),
  rule_used_up: msg({ message: "Closed: the retries that the campaign has for “{what}” are used up" }),
  skipped: msg({ message: "Closed: it was skipped ({what}), and no further try is planned after that" }),
};

/** `label`: the disposition in words, if it was one that closed the lead. */
export function closedText(i18n: I18n, { because, detail }: Closed, label: string | null): string {
  if (because === null) return i18n._(msg`Closed earlier, the reason was not kept`);
  const what = label ?? (because === "skipped" ? skipText(i18n, detail) : wordOf(i18n, ENDING, detail));
  return i18n._({ ...CLOSED[because], values: { what } });
}

function skipText(i18n: I18n, reason: string | null): string {
  return reason === null ? i18n._(msg`the time to decide ran out`) : wordOf(i18n, SKIP_REASON, reason);
}

/** A code of another version is shown as it is. */
function wordOf(i18n: I18n, words: Record<string, MessageDescriptor>, code: string | null): string {
  const word = code !== null && Object.hasOwn(words, code) ? words[code] : undefined;
  return word ? i18n._(word) : (code ?? "");
}
