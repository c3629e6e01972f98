import { useLingui } from "@lingui/react/macro";
import type { OperatorNow } from "../api/types";
import { OPERATOR_STATE, PAUSE_REASON } from "../app/words";
import classes from "./StateChip.module.css";

type StateChipProps = { operator: Pick<OperatorNow, "state" | "reason">; isLarge?: boolean };

export function StateChip({ operator: { state, reason }, isLarge = false }: StateChipProps) {
  const { i18n } = useLingui();
  return (
    <span className={classes.chip} data-state={state} data-large={isLarge || undefined}>
      <span className={classes.dot} aria-hidden="true" />
      {i18n._(OPERATOR_STATE[state])}
      {state === "paused" && reason && (
        <span className={classes.reason} title={i18n._(PAUSE_REASON[reason])}>
          · {i18n._(PAUSE_REASON[reason])}
        </span>
      )}
    </span>
  );
}
