/** Writing time zones; pure. */

/** "Asia/Omsk (UTC+6)"; the name alone of a zone that this browser does not know. */
export function zoneText(zone: string, atMs: number): string {
  try {
    const parts = new Intl.DateTimeFormat("en", {
      timeZone: zone,
      timeZoneName: "shortOffset",
    }).formatToParts(atMs);
    const offset = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
    return `${zone} (${offset.replace("GMT", "UTC")})`;
  } catch {
    return zone;
  }
}
