import { useLingui } from "@lingui/react/macro";
import { localTimeText } from "../time/duration";
import { useNow } from "../time/useNow";
import classes from "./LocalTime.module.css";

// Before nine and after nine in the evening a call is a nuisance, and in many places forbidden.
const POLITE_FROM_HOUR = 9;
const POLITE_TO_HOUR = 21;

/** The time on the client's wall. */
export function LocalTime({ timeZone, at }: { timeZone: string; at?: number }) {
  const { t, i18n } = useLingui();
  const now = useNow();
  const text = localTimeText(timeZone, at ?? now, i18n.locale);
  if (text === null) return null;
  const hour = Number(localTimeText(timeZone, at ?? now, "en")?.slice(0, 2));
  const isPolite = hour >= POLITE_FROM_HOUR && hour < POLITE_TO_HOUR;
  return (
    <span className={classes.time} data-late={!isPolite || undefined} title={timeZone}>
      {isPolite ? t`${text} at the client's` : t`${text} at the client's, late to call`}
    </span>
  );
}
