/** The operator's own day, as the server has counted it; pure. */
import type { LiveEvent } from "../api/events";
import type { OperatorNow, OperatorState, TimeSpent } from "../api/types";

/** A lead is looked at, a call is coming or talked: nothing is counted yet. */
const ANNOUNCES: ReadonlySet<OperatorState> = new Set(["preview", "reserved", "on_call"]);

/** Whether the event changes the figures. What only announces a call does not: the screen is about to be its. */
export function changesToday(event: LiveEvent, userId: string): boolean {
  switch (event.type) {
    case "snapshot":
    case "call_disposed":
      return true;
    case "call_changed":
      return event.state === "ended";
    case "operator_changed": {
      const { operator_id, state } = event.operator;
      return operator_id === userId && !ANNOUNCES.has(state);
    }
    default:
      return false;
  }
}

/** The time spent, with what has passed in the operator's state since it was counted. */
export function timeAt(counted: TimeSpent, operator: OperatorNow | null, passedSeconds: number): TimeSpent {
  if (operator === null || operator.state === "logged_out" || operator.reason === "line_lost") return counted;
  const passed = Math.max(0, passedSeconds);
  const isPaused = operator.state === "paused";
  return {
    ...counted,
    on_line_seconds: counted.on_line_seconds + passed,
    paused_seconds: counted.paused_seconds + (isPaused ? passed : 0),
  };
}
