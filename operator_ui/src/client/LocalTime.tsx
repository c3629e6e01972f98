import { useLingui } from "@lingui/react/macro";
import { localTimeText } from "../time/duration";
import { useNow } from "../time/useNow";
import classes from "./LocalTime.module.css";

// Before nine and after nine in the evening a call is a nuisance, and in many places forbidden.
const POLITE_FROM_HOUR = 9;
const POLITE_TO_HOUR = 21;
const NIGHT_ENDS_HOUR = 5;

/** The time on the client's wall. */
export function LocalTime({ timeZone, at }: { timeZone: string; at?: number }) {
  const { t, i18n } = useLingui();
  const now = useNow();
  const text = localTimeText(timeZone, at ?? now, i18n.locale);
  if (text === null) return null;
  const hour = Number(localTimeText(timeZone, at ?? now, "en")?.slice(0, 2));
  const isEarly = hour >= NIGHT_ENDS_HOUR && hour < POLITE_FROM_HOUR;
  const isLate = hour < NIGHT_ENDS_HOUR || hour >= POLITE_TO_HOUR;
  const said = isEarly
    ? t`${text} at the client's, early to call`
    : isLate
      ? t`${text} at the client's, late to call`
      : t`${text} at the client's`;
  return (
    <span className={classes.time} data-impolite={isEarly || isLate || undefined} title={timeZone}>
      {said}
    </span>
  );
}
