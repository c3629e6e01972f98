/** What parts of a country are called; the browser knows names of countries only. */
import type { I18n, MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

const NAMED: Record<string, MessageDescriptor> = {
  "GB-ENG": msg`England`,
  "GB-NIR": msg`Northern Ireland`,
  "GB-SCT": msg`Scotland`,
  "GB-WLS": msg`Wales`,
};

/** `known`: the server's name for it, in the language of the country. */
export function subdivisionName(i18n: I18n, country: string, code: string, known = code): string {
  const named = NAMED[`${country}-${code}`];
  return named ? i18n._(named) : known;
}

/** A country, and those of its parts whose own days count as well. */
export function holidaysOf(i18n: I18n, country: string, subdivisions: readonly string[]): string {
  const name = new Intl.DisplayNames(i18n.locale, { type: "region" }).of(country) ?? country;
  const parts = subdivisions.map((code) => subdivisionName(i18n, country, code));
  return parts.length > 0 ? `${name}: ${parts.join(", ")}` : name;
}
