import { Trans, useLingui } from "@lingui/react/macro";
import classes from "./AbandonRate.module.css";

// US TSR, 16 CFR 310.4(b)(4), and the same number in Britain.
const LIMIT = 0.03;
const FULL_SCALE = 0.06;

/** Answered calls that nobody took, against what the law allows. */
export function AbandonRate({ rate }: { rate: number }) {
  const { t, i18n } = useLingui();
  const percent = new Intl.NumberFormat(i18n.locale, { style: "percent", maximumFractionDigits: 1 });
  const isOver = rate > LIMIT;
  return (
    <div className={classes.rate} data-over={isOver || undefined}>
      <div className={classes.head}>
        <span>
          <Trans>Abandoned calls</Trans>
        </span>
        <b data-testid="abandon-rate">{percent.format(rate)}</b>
      </div>
      <div
        className={classes.track}
        role="meter"
        aria-label={t`Abandon rate`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(rate * 1000) / 10}
        aria-valuetext={`${percent.format(rate)}, ${isOver ? t`above the limit` : t`within the limit`}`}
      >
        <span className={classes.fill} style={{ width: `${Math.min(1, rate / FULL_SCALE) * 100}%` }} />
        <span className={classes.limit} style={{ left: `${(LIMIT / FULL_SCALE) * 100}%` }} />
      </div>
      <span className={classes.note}>
        <Trans>limit {percent.format(LIMIT)}</Trans>
      </span>
    </div>
  );
}
