/** Calling hours in one line, days that are alike together. */
import type { I18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { isWholeDay, runsOfDays, shortTime, weekdayName } from "../law/hours";
import type { CallingHours, DayHours } from "../law/requests";
import { holidaysOf } from "../law/subdivisions";

export function hoursText(i18n: I18n, { week, holidays }: CallingHours): string {
  const days = runsOfDays(week).map(({ first, last, hours }) => {
    const until = first === last ? "" : `–${weekdayName(i18n.locale, last)}`;
    return `${weekdayName(i18n.locale, first)}${until}: ${spanOf(i18n, hours)}`;
  });
  const country = holidays?.country;
  // What was written before parts could be named has none.
  const named = country ? [holidaysOf(i18n, country, holidays.subdivisions ?? [])] : [];
  const free = [...named, ...(holidays?.dates ?? []).map((date) => i18n.date(`${date}T12:00`))];
  if (free.length > 0) {
    days.push(`${i18n._(msg`Holidays`)} (${free.join("; ")}): ${spanOf(i18n, holidays?.hours ?? null)}`);
  }
  return days.join("; ");
}

function spanOf(i18n: I18n, hours: DayHours | null): string {
  if (hours === null) return i18n._(msg`nobody is called`);
  return isWholeDay(hours) ? i18n._(msg`all day`) : `${shortTime(hours.opens)}–${shortTime(hours.closes)}`;
}
