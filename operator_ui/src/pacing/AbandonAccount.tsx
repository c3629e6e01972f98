import { Trans, useLingui } from "@lingui/react/macro";
import type { PaceFigures } from "../api/types";
import classes from "./AbandonAccount.module.css";

/** Answered calls that nobody took, against what the campaign's policy allows. */
export function AbandonAccount({ pace }: { pace: PaceFigures }) {
  const { t, i18n } = useLingui();
  const percent = new Intl.NumberFormat(i18n.locale, { style: "percent", maximumFractionDigits: 2 });
  const number = new Intl.NumberFormat(i18n.locale);
  const abandoned = number.format(pace.abandoned);
  const answered = number.format(pace.answered);
  const machines = number.format(pace.machines);
  const mistaken = number.format(pace.people_taken_for_machines);
  const limit = percent.format(pace.abandon_limit);
  const isOver = pace.abandon_rate > pace.abandon_limit;
  const fullScale = 2 * pace.abandon_limit || 1;
  return (
    <section className={classes.account} data-over={isOver || undefined} aria-label={t`Abandoned calls`}>
      <header>
        <span>
          <Trans>Abandoned calls</Trans>
        </span>
        <b data-testid="pace-abandon-rate">{percent.format(pace.abandon_rate)}</b>
      </header>
      <div className={classes.track} aria-hidden="true">
        <span style={{ width: `${Math.min(1, pace.abandon_rate / fullScale) * 100}%` }} />
        <i style={{ left: `${(pace.abandon_limit / fullScale) * 100}%` }} />
      </div>
      <footer>
        <Trans>
          {abandoned} of {answered} answered, limit {limit}
        </Trans>
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
