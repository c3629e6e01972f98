/** Moments that are looked back at: typed to the second, shown to the thousandth. */
import { dateFormat } from "../time/formats";

/** What a field of type `datetime-local` takes: the browser's own time without a zone. */
export function asTyped(at: string): string {
  const moment = new Date(at);
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}

/** The last moment of the second that was typed, so that it holds what happened in it; "": no time. */
export function asAsked(typed: string): string {
  const moment = new Date(typed);
  return Number.isNaN(moment.getTime()) ? "" : new Date(moment.getTime() + 999).toISOString();
}

export function asShown(locale: string, at: string): string {
  return dateFormat(locale, {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
  }).format(new Date(at));
}

const BETWEEN_DECISIONS_MS = 3_000;

/** Whether so much time lies between a decision and the moment asked about that others must have come between. */
export function isLongBefore(decidedAt: string, askedAt: string): boolean {
  return Date.parse(askedAt) - Date.parse(decidedAt) > BETWEEN_DECISIONS_MS;
}
