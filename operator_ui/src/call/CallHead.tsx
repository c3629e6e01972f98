import { Trans, useLingui } from "@lingui/react/macro";
import type { CallCard } from "../api/types";
import { CALL_OUTCOME, CALL_STATE } from "../app/words";
import { readable } from "../client/phoneNumber";
import { clockText, secondsBetween } from "../time/duration";
import { useNow } from "../time/useNow";
import classes from "./CallHead.module.css";
import { WrapUpRing } from "./WrapUpRing";

/** How the call stands and for how long; in wrap-up, how much time is left. */
export function CallHead({ call }: { call: CallCard }) {
  const { t, i18n } = useLingui();
  const now = useNow();
  const isOver = call.state === "ended";
  const isUnanswered = isOver && call.outcome !== null && call.outcome !== "handled";
  const from = call.connected_at ?? call.answered_at ?? call.placed_at;
  const until = call.ended_at ? Date.parse(call.ended_at) : now;
  const seconds = Math.max(0, secondsBetween(from, until));

  return (
    <header className={classes.head} data-state={call.state}>
      <div className={classes.facts}>
        <p className={classes.state} role="status">
          {isUnanswered && call.outcome ? i18n._(CALL_OUTCOME[call.outcome]) : i18n._(CALL_STATE[call.state])}
        </p>
        <p className={classes.timer} role="timer" aria-live="off" aria-label={t`Length of the call`}>
          {clockText(seconds)}
        </p>
        <p className={classes.number}>
          {readable(call.phone_number)}
          {call.campaign.name && <span> · {call.campaign.name}</span>}
        </p>
      </div>
      {isOver && call.wrap_up_ends_at && call.ended_at && (
        <WrapUpRing startedAt={call.ended_at} endsAt={call.wrap_up_ends_at} now={now} />
      )}
      {isOver && !call.wrap_up_ends_at && (
        <p className={classes.number}>
          <Trans>Choose a disposition</Trans>
        </p>
      )}
    </header>
  );
}
