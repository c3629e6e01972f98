import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useTranslated } from "../app/useTranslated";
import { isWholeDay, runsOfDays, shortTime, weekdayName } from "./hours";
import classes from "./PolicyRules.module.css";
import type { DayHours, Policy } from "./requests";
import { holidaysOf } from "./subdivisions";

/** What a policy asks, in words. */
export function PolicyRules({ policy }: { policy: Policy }) {
  const { t, i18n } = useLingui();
  const translated = useTranslated();
  const percent = new Intl.NumberFormat(i18n.locale, { style: "percent", maximumFractionDigits: 2 });
  const basis = translated(policy.basis);
  return (
    <div className={classes.policy}>
      {basis && <p className={classes.basis}>{basis}</p>}
      <dl className={classes.rules}>
        <Rule name={t`Abandoned calls, at most`}>
          {policy.abandon_window_days === 1 ? (
            <Trans>{percent.format(policy.abandon_limit)} a day</Trans>
          ) : (
            <Trans>{percent.format(policy.abandon_limit)} in 30 days</Trans>
          )}
        </Rule>
        <Rule name={t`Operator connected within`}>
          {policy.grace_from === "greeting" ? (
            <Trans>{i18n.number(policy.grace_seconds)} s after the greeting</Trans>
          ) : (
            <Trans>{i18n.number(policy.grace_seconds)} s after the answer</Trans>
          )}
        </Rule>
        <Rule name={t`Message for abandoned calls`}>
          {Object.keys(policy.safe_harbour).length > 0 ? (
            Object.keys(policy.safe_harbour).sort().reverse().join(", ")
          ) : policy.safe_harbour_is_due ? (
            <Trans>due, and not chosen yet: copy this policy and choose one</Trans>
          ) : (
            <Trans>a plain sound</Trans>
          )}
        </Rule>
        <Rule name={t`Minimum ring time`}>
          <Trans>{policy.minimum_ring_seconds} s</Trans>
        </Rule>
        <Rule name={t`Attempts per number in 24 hours`}>
          <Attempts most={policy.attempts_per_day} />
        </Rule>
        <Rule name={t`Attempts per number in 7 days`}>
          <Attempts most={policy.attempts_per_week} />
        </Rule>
        <Rule name={t`After an abandoned call, only with an operator waiting`}>
          {policy.pause_after_abandonment_hours === 0 ? (
            <Trans>no pause</Trans>
          ) : (
            <Plural
              value={policy.pause_after_abandonment_hours}
              one="# hour"
              few="# hours"
              many="# hours"
              other="# hours"
            />
          )}
        </Rule>
        <Rule name={t`People among detected machines`}>
          {percent.format(policy.machine_false_positive_rate)}
        </Rule>
      </dl>
      <HoursOf policy={policy} />
    </div>
  );
}

function HoursOf({ policy }: { policy: Policy }) {
  const { t, i18n } = useLingui();
  const { week, holidays } = policy.calling_hours;
  const country = holidays.country && holidaysOf(i18n, holidays.country, holidays.subdivisions);
  const hasHolidays = holidays.country !== null || holidays.dates.length > 0;
  return (
    <section className={classes.hours} aria-label={t`Calling hours`}>
      <h3>
        <Trans>Calling hours, by the client's own clock</Trans>
      </h3>
      <table>
        <tbody>
          {runsOfDays(week).map(({ first, last, hours }) => (
            <tr key={first}>
              <th scope="row">
                {weekdayName(i18n.locale, first)}
                {first !== last && `–${weekdayName(i18n.locale, last)}`}
              </th>
              <td>
                <Span hours={hours} />
              </td>
            </tr>
          ))}
          {hasHolidays && (
            <tr>
              <th scope="row">
                <Trans>Holidays</Trans>
                <small>
                  {[country, ...holidays.dates.map((date) => i18n.date(`${date}T12:00`))]
                    .filter(Boolean)
                    .join("; ")}
                </small>
              </th>
              <td>
                <Span hours={holidays.hours} />
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}

function Rule({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Attempts({ most }: { most: number | null }) {
  return most === null ? <Trans>no limit</Trans> : most;
}

function Span({ hours }: { hours: DayHours | null }) {
  if (hours === null) return <Trans>nobody is called</Trans>;
  if (isWholeDay(hours)) return <Trans>all day</Trans>;
  return (
    <>
      {shortTime(hours.opens)}–{shortTime(hours.closes)}
    </>
  );
}
