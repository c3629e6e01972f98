import { Trans, useLingui } from "@lingui/react/macro";
import { clockText, secondsBetween } from "../time/duration";
import classes from "./WrapUpRing.module.css";

const RADIUS = 31;
const LENGTH = 2 * Math.PI * RADIUS;

type WrapUpRingProps = { startedAt: string; endsAt: string; now: number };

/** The wrap-up running out; past its end, in red, by how much it is overrun. */
export function WrapUpRing({ startedAt, endsAt, now }: WrapUpRingProps) {
  const { t } = useLingui();
  const allowed = Math.max(1, secondsBetween(startedAt, Date.parse(endsAt)));
  const left = -secondsBetween(endsAt, now);
  const isOverrun = left < 0;
  const share = isOverrun ? 1 : Math.min(1, left / allowed);
  return (
    <div
      className={classes.ring}
      data-overrun={isOverrun || undefined}
      role="timer"
      aria-live="off"
      aria-label={isOverrun ? t`Wrap-up overrun` : t`Wrap-up left`}
    >
      <svg viewBox="0 0 72 72" aria-hidden="true">
        <circle className={classes.track} cx="36" cy="36" r={RADIUS} />
        <circle
          className={classes.rest}
          cx="36"
          cy="36"
          r={RADIUS}
          strokeDasharray={LENGTH}
          strokeDashoffset={LENGTH * (1 - share)}
        />
      </svg>
      <span className={classes.text}>
        <b>{isOverrun ? `+${clockText(-left)}` : clockText(Math.round(left))}</b>
        <small>
          <Trans>wrap-up</Trans>
        </small>
      </span>
    </div>
  );
}
