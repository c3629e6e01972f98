/** Writing lengths of time and moments; pure. */
import { dateFormat } from "./formats";

/** 65 → "1:05"; 3725 → "1:02:05"; a negative one gets a minus. */
export function clockText(seconds: number): string {
  const whole = Math.floor(Math.abs(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const sign = seconds < 0 && whole > 0 ? "−" : "";
  const tail = `${String(rest).padStart(2, "0")}`;
  return hours > 0
    ? `${sign}${hours}:${String(minutes).padStart(2, "0")}:${tail}`
    : `${sign}${minutes}:${tail}`;
}

export function secondsBetween(from: string, toMs: number): number {
  return (toMs - Date.parse(from)) / 1000;
}

/** "14:05" on the wall of that zone; null for a zone this browser does not know. */
export function localTimeText(timeZone: string, atMs: number, language: string): string | null {
  try {
    return dateFormat(language, {
      timeZone,
      hour: "2-digit",
      minute: "2-digit",
    }).format(atMs);
  } catch {
    return null;
  }
}

/** "14:05" on the reader's own clock, of a moment whose day is known. */
export function timeText(at: string, language: string): string {
  return dateFormat(language, { hour: "2-digit", minute: "2-digit" }).format(Date.parse(at));
}

/** The moment as its reader needs it: the time alone today, the day and month this year, all of it before. */
export function momentText(at: string, nowMs: number, language: string): string {
  const moment = new Date(at);
  const now = new Date(nowMs);
  const time = { hour: "2-digit", minute: "2-digit" } as const;
  if (moment.toDateString() === now.toDateString()) {
    return dateFormat(language, time).format(moment);
  }
  const isThisYear = moment.getFullYear() === now.getFullYear();
  return dateFormat(language, {
    day: "numeric",
    month: "short",
    ...(isThisYear ? time : { year: "numeric" }),
  }).format(moment);
}

/** The day and the time on the wall of that zone; on the reader's own where the browser does not know it. */
export function momentThereText(at: string, timeZone: string, nowMs: number, language: string): string {
  const moment = new Date(at);
  const zone = localTimeText(timeZone, nowMs, language) === null ? {} : { timeZone };
  const isThisYear = moment.getFullYear() === new Date(nowMs).getFullYear();
  return dateFormat(language, {
    ...zone,
    day: "numeric",
    month: "short",
    ...(isThisYear ? {} : { year: "numeric" }),
    hour: "2-digit",
    minute: "2-digit",
  }).format(moment);
}

/** With the day of the week, as people agree upon days; by the reader's clock, or by the one on the wall there. */
export function promisedText(at: string, nowMs: number, language: string, timeZone?: string): string {
  const moment = new Date(at);
  const isKnown = timeZone !== undefined && localTimeText(timeZone, nowMs, language) !== null;
  const isThisYear = moment.getFullYear() === new Date(nowMs).getFullYear();
  return dateFormat(language, {
    ...(isKnown && { timeZone }),
    weekday: "short",
    day: "numeric",
    month: "short",
    ...(isThisYear ? {} : { year: "numeric" }),
    hour: "2-digit",
    minute: "2-digit",
  }).format(moment);
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

/** A length that was set, in words: 5400 → "1 hr 30 min". */
export function spanText(seconds: number, language: string): string {
  let left = seconds;
  const parts: string[] = [];
  for (const [unit, length] of UNITS) {
    const isLast = unit === "second";
    const count = isLast ? left : Math.floor(left / length);
    left -= count * length;
    if (count > 0 || (isLast && parts.length === 0)) {
      const written = new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" });
      parts.push(written.format(count));
    }
  }
  return parts.join(" ");
}
