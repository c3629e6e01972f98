/** How the numbers of the countries we mostly call are grouped by those who read them. */
const GROUPED: readonly [pattern: RegExp, groups: string][] = [
  [/^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/, "+7 $1 $2-$3-$4"],
  [/^\+1(\d{3})(\d{3})(\d{4})$/, "+1 $1 $2-$3"],
  [/^\+44(2[034589])(\d{4})(\d{4})$/, "+44 $1 $2 $3"],
  [/^\+44(11\d|1\d1)(\d{3})(\d{4})$/, "+44 $1 $2 $3"],
  [/^\+44(\d{4})(\d{6})$/, "+44 $1 $2"],
];

/** "+74957654321" → "+7 495 765-43-21"; a number of no known country stays as it is. For reading only. */
export function readable(e164: string): string {
  const known = GROUPED.find(([pattern]) => pattern.test(e164));
  return known ? e164.replace(known[0], known[1]) : e164;
}
