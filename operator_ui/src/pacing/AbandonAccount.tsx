import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { PaceFigures } from "../api/types";
import classes from "./AbandonAccount.module.css";

/** Answered calls that nobody took, against what the campaign's policy allows: over its window and today. */
export function AbandonAccount({ pace }: { pace: PaceFigures }) {
  const { t, i18n } = useLingui();
  const number = new Intl.NumberFormat(i18n.locale);
  const machines = number.format(pace.machines);
  const mistaken = number.format(pace.people_taken_for_machines);
  const isOverDays = pace.window_days > 1;
  return (
    <section className={classes.account} aria-label={t`Abandoned calls`}>
      <LostShare
        name={
          isOverDays ? (
            <Plural value={pace.window_days} one="Abandoned in # day" other="Abandoned in # days" />
          ) : (
            <Trans>Abandoned calls</Trans>
          )
        }
        testId="pace-abandon-rate"
        lost={pace}
        limit={pace.abandon_limit}
      />
      {isOverDays && (
        <LostShare
          name={<Trans>Abandoned today</Trans>}
          testId="pace-abandon-rate-today"
          lost={pace.today}
          limit={pace.abandon_limit}
        />
      )}
      <footer>
        {isOverDays && <EarlierDays owed={pace.owed_by_earlier_days} />}
        {pace.machines > 0 && (
          <span data-testid="pace-mistaken">
            <Trans>
              with {mistaken} people taken for machines, as estimated from {machines} machines
            </Trans>
          </span>
        )}
      </footer>
    </section>
  );
}

type LostShareProps = {
  name: ReactNode;
  testId: string;
  lost: Pick<PaceFigures, "answered" | "abandoned" | "abandon_rate">;
  limit: number;
};

function LostShare({ name, testId, lost, limit }: LostShareProps) {
  const { i18n } = useLingui();
  const percent = new Intl.NumberFormat(i18n.locale, { style: "percent", maximumFractionDigits: 2 });
  const number = new Intl.NumberFormat(i18n.locale);
  const abandoned = number.format(lost.abandoned);
  const answered = number.format(lost.answered);
  const allowed = percent.format(limit);
  const fullScale = 2 * limit || 1;
  return (
    <div className={classes.share} data-over={lost.abandon_rate > limit || undefined}>
      <header>
        <span>{name}</span>
        <b data-testid={testId}>{percent.format(lost.abandon_rate)}</b>
      </header>
      <div className={classes.track} aria-hidden="true">
        <span style={{ width: `${Math.min(1, lost.abandon_rate / fullScale) * 100}%` }} />
        <i style={{ left: `${(limit / fullScale) * 100}%` }} />
      </div>
      <footer>
        <Trans>
          {abandoned} of {answered} answered, limit {allowed}
        </Trans>
      </footer>
    </div>
  );
}

/** What the days before today have to do with what may be lost today. */
function EarlierDays({ owed }: { owed: number }) {
  const { i18n } = useLingui();
  const calls = new Intl.NumberFormat(i18n.locale).format(owed);
  return (
    <span data-testid="pace-earlier-days">
      {owed > 0 ? (
        <Trans>Earlier days lost {calls} calls too many: today makes up for them first.</Trans>
      ) : (
        <Trans>Each day keeps to the limit by itself: what earlier days left over is not spent.</Trans>
      )}
    </span>
  );
}
