import type { OperatorNow, OperatorState } from "../api/types";

const RANK: Record<OperatorState, number> = {
  on_call: 0,
  reserved: 1,
  preview: 2,
  wrap_up: 3,
  available: 4,
  paused: 5,
  logged_out: 6,
};

/** Whoever works stands above whoever does not; within a state by name, so that rows do not dance. */
export function inFloorOrder(operators: readonly OperatorNow[]): OperatorNow[] {
  return [...operators].sort(
    (one, other) => RANK[one.state] - RANK[other.state] || one.name.localeCompare(other.name),
  );
}
