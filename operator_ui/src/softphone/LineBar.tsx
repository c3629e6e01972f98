import { useLingui } from "@lingui/react/macro";
import { useLive } from "../live/LiveProvider";
import { StateChip } from "../operator/StateChip";
import { StateControl } from "../operator/StateControl";
import { clockText, secondsBetween } from "../time/duration";
import { useNow } from "../time/useNow";
import { CallControls } from "./CallControls";
import classes from "./LineBar.module.css";
import { SoftphoneIndicator } from "./SoftphoneIndicator";

/** The operator's state and telephone, on every page. */
export function LineBar() {
  const { t } = useLingui();
  return (
    <section className={classes.bar} aria-label={t`Line`}>
      <MyState />
      <div className={classes.space} />
      <SoftphoneIndicator />
      <CallControls />
    </section>
  );
}

/** Apart from the telephone, which need not be drawn anew whenever the state changes. */
function MyState() {
  const { t } = useLingui();
  const operator = useLive((live) => live.operator);
  return (
    <>
      <div className={classes.state} role="status" aria-label={t`My state`}>
        <StateChip operator={operator ?? { state: "logged_out", reason: null }} isLarge />
        {operator && operator.state !== "logged_out" && <Since at={operator.since_at} />}
      </div>
      <StateControl operator={operator} />
    </>
  );
}

function Since({ at }: { at: string }) {
  const { t } = useLingui();
  const now = useNow();
  return (
    // A timer that spoke each second would drown everything else.
    <span className={classes.since} role="timer" aria-live="off" aria-label={t`Time in this state`}>
      {clockText(Math.max(0, secondsBetween(at, now)))}
    </span>
  );
}
