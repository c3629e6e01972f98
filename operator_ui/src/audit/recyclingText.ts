/** A campaign's retry rules in one line. */
import type { I18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Recycling } from "../lists/resetWords";
import { ENDING } from "../lists/words";
import { spanText } from "../time/duration";

// So many is what a rule says that has no limit of its own.
const NO_LIMIT = 99;

export function recyclingText(i18n: I18n, { rules, next_number_seconds }: Recycling): string {
  const lines = rules.map(({ after, wait_seconds, times = NO_LIMIT }) => {
    const wait = spanText(wait_seconds, i18n.locale);
    const limit = times < NO_LIMIT ? i18n._({ ...TIMES, values: { times } }) : "";
    return `${i18n._(ENDING[after])}: ${wait}${limit}`;
  });
  if (next_number_seconds !== undefined)
    lines.push(`${i18n._(NEXT_NUMBER)}: ${spanText(next_number_seconds, i18n.locale)}`);
  return lines.join("; ");
}

const TIMES = msg({
  message:
    "{times, plural, one {, at most # time} few {, at most # times} many {, at most # times} other {, at most # times}}",
});
const NEXT_NUMBER = msg`The client’s next number after`;
