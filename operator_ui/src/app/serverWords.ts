/** What the server says in words, in the language of the interface. What is not listed is shown as it came. */
import type { I18n, MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

const WORDS: Record<string, MessageDescriptor> = {
  "is empty": msg`is empty`,
  "is not a telephone number": msg`is not a telephone number`,
  "is not a number that can exist in its country": msg`is not a number that can exist in its country`,
  "is not a zone of the IANA database": msg`is not a known time zone`,
  "is on this campaign's list already": msg`is on this campaign's list already`,
  "has control characters": msg`has control characters`,
  "is not in the future": msg`is not in the future`,
  "needs an answer": msg`needs an answer`,
  "needs a number": msg`needs a number`,
  "needs a whole number": msg`needs a whole number`,
  "needs a date as YYYY-MM-DD": msg`needs a date`,
  "go on line first": msg`Go on line first`,
  "finish the call first": msg`Finish the call first`,
  "the call goes on; hang up first": msg`The call goes on; hang up first`,
  "the softphone is not on line": msg`The telephone is not on line`,
  "save the disposition of the last call first": msg`Save the disposition of the last call first`,
  "this number asked not to be called": msg`This number asked not to be called`,
  "this number is being called already": msg`This number is being called already`,
  "the call is disposed of; its answers can no longer be changed": msg`The disposition is saved; the answers can no longer be changed`,
  "too many attempts to log in": msg`Too many attempts to log in. Wait a minute.`,
};

export function serverText(i18n: I18n, said: string): string {
  const known = WORDS[said];
  return known ? i18n._(known) : said;
}
