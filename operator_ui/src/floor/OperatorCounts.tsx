import { useLingui } from "@lingui/react/macro";
import type { OperatorNow, OperatorState } from "../api/types";
import { OPERATOR_STATE } from "../app/words";
import classes from "./FloorPage.module.css";

const SHOWN = ["on_call", "reserved", "preview", "wrap_up", "available", "paused"] as const;

/** How many operators are in each state; a state that nobody is in is left out. */
export function OperatorCounts({ operators }: { operators: readonly OperatorNow[] }) {
  const { t, i18n } = useLingui();
  const count = (state: OperatorState) => operators.filter((one) => one.state === state).length;
  return (
    <ul className={classes.counts} aria-label={t`Operators by state`}>
      {SHOWN.filter((state) => count(state) > 0).map((state) => (
        <li key={state}>
          {i18n._(OPERATOR_STATE[state])} <strong>{count(state)}</strong>
        </li>
      ))}
    </ul>
  );
}
