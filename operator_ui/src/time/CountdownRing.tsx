import type { ReactNode } from "react";
import classes from "./CountdownRing.module.css";
import { clockText, secondsBetween } from "./duration";

type CountdownRingProps = {
  startedAt: string;
  endsAt: string;
  now: number;
  /** For who does not see it. */
  label: string;
  caption: ReactNode;
  /** Said instead once the time is over: from then on the ring counts, in red, by how much. */
  overrunLabel?: string;
};

/** A time that runs out. */
export function CountdownRing({ startedAt, endsAt, now, label, caption, overrunLabel }: CountdownRingProps) {
  const allowed = Math.max(1, secondsBetween(startedAt, Date.parse(endsAt)));
  const left = -secondsBetween(endsAt, now);
  const isOverrun = left < 0 && overrunLabel !== undefined;
  const share = isOverrun ? 1 : Math.max(0, Math.min(1, left / allowed));
  return (
    <div
      className={classes.ring}
      data-overrun={isOverrun || undefined}
      role="timer"
      aria-live="off"
      aria-label={isOverrun ? overrunLabel : label}
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
        <b>{isOverrun ? `+${clockText(-left)}` : clockText(Math.max(0, Math.round(left)))}</b>
        <small>{caption}</small>
      </span>
    </div>
  );
}

const RADIUS = 31;
const LENGTH = 2 * Math.PI * RADIUS;
