import type { OperatorNow } from "../api/types";

/** Whether a talk of the operator's is over and has no verdict: in the wrap-up, or in a pause after it ran out. */
export function owesVerdict(operator: OperatorNow | null): boolean {
  if (operator === null || operator.call_id === null) return false;
  return operator.state === "wrap_up" || operator.state === "paused";
}
