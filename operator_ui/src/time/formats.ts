/** How dates are written here; formats are kept, since making one takes longer than using it a thousand times. */

const kept = new Map<string, Intl.DateTimeFormat>();

/** English here is written with 24 hours and the day before the month: a call floor runs around the clock. */
export function formatLocale(language: string): string {
  return language === "en" ? "en-GB" : language;
}

/** Throws RangeError for a zone that this browser does not know. */
export function dateFormat(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const known = kept.get(key);
  if (known) return known;
  const format = new Intl.DateTimeFormat(formatLocale(language), options);
  kept.set(key, format);
  return format;
}
