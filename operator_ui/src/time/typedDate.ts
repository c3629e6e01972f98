/** A date as people type it: "25.12.2027", "5.4.27", "5/4/2027", "2027-04-05" → "2027-04-05"; null if it is none. */
export function typedDate(text: string): string | null {
  const canonical = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim());
  // The day comes first, as everywhere on these pages; `new Date` would take it for the month.
  const dayFirst = /^(\d{1,2})[./-](\d{1,2})[./-](\d{2}|\d{4})$/.exec(text.trim());
  const parts = canonical?.slice(1) ?? dayFirst?.slice(1).reverse();
  if (!parts) return null;
  const [year, month, day] = parts.map(Number) as [number, number, number];
  const fullYear = year < 100 ? 2000 + year : year;
  const date = new Date(Date.UTC(fullYear, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.toISOString().slice(0, 10) : null;
}
