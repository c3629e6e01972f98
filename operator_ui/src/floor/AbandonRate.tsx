import { Trans, useLingui } from "@lingui/react/macro";
import classes from "./AbandonRate.module.css";

type AbandonRateProps = {
  rate: number;
  /** The strictest of the policies by which is dialled. */
  limit: number;
  /** Estimated, and counted in the rate. */
  mistaken: number;
};

/** Answered calls that nobody took, against what the law allows. */
export function AbandonRate({ rate, limit, mistaken }: AbandonRateProps) {
  const { t, i18n } = useLingui();
  const percent = new Intl.NumberFormat(i18n.locale, { style: "percent", maximumFractionDigits: 1 });
  const number = new Intl.NumberFormat(i18n.locale);
  const isOver = rate > limit;
  const fullScale = 2 * limit || 1;
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
        <span className={classes.fill} style={{ width: `${Math.min(1, rate / fullScale) * 100}%` }} />
        <span className={classes.limit} style={{ left: `${(limit / fullScale) * 100}%` }} />
      </div>
      <span className={classes.note}>
        <Trans>limit {percent.format(limit)}</Trans>
        {mistaken > 0 && (
          <>
            {" · "}
            <Trans>with {number.format(mistaken)} people taken for machines, as estimated</Trans>
          </>
        )}
      </span>
    </div>
  );
}
