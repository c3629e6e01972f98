import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderAt } from "../test/render";
import { DecisionShown } from "./DecisionShown";
import type { PacingMoment } from "./requests";

function decided(calls: number, launched: number | null): PacingMoment {
  const decision = { calls, reason: "progressive_mode", predicted: calls } as const;
  return {
    decided_at: "2026-03-02T10:00:00Z",
    node: "node-1",
    inputs: {
      mode: "progressive",
      idle: calls,
      available: calls,
      talking: 0,
      wrapping_up: 0,
      paused: 0,
      leaving: 0,
      ringing: 0,
      waiting: 0,
      answered: 0,
      abandoned: 0,
      launched: 0,
      abandon_rate: 0,
      abandon_limit: 0.03,
      most: 100,
    },
    news: [],
    decided: decision,
    launched,
    limited_by: null,
    replay: "same",
    replayed: decision,
    forecast: null,
  };
}

test.each([
  [4, 0, "4 calls were decided on. None was launched: there were no leads"],
  [4, 1, "4 calls were decided on. 1 was launched: there were no more leads"],
  [4, 4, "4 calls were decided on. All were launched."],
  [1, 1, "1 call was decided on. It was launched."],
  [0, 0, "No call was decided on."],
  [4, null, "4 calls were decided on."],
])("of %i calls decided on, %o were launched", async (calls, launched, said) => {
  await renderAt(<DecisionShown moment={decided(calls, launched)} />);
  const shown = screen.getByTestId("decided-calls").textContent?.trim() ?? "";
  if (launched === null || calls === launched) expect(shown).toBe(said);
  else expect(shown.startsWith(said)).toBe(true);
});

test("what kept it from launching more is said", async () => {
  await renderAt(<DecisionShown moment={{ ...decided(4, 1), limited_by: "call_rate" }} />);
  expect(screen.getByTestId("decided-calls").textContent).toBe("4 calls were decided on. 1 was launched.");
  expect(screen.getByText("The trunks take no more calls per second.")).toBeTruthy();
});

test("a forecast of hardly anything below nought is shown as nought", async () => {
  const forecast = {
    horizon_seconds: 10,
    freed_within_seconds: 12,
    freed: 1.26,
    answers: -0.0004,
    answers_due: 0,
    answer_rate: 0.3,
    balance: -1.5,
    reserve: 2,
    risk_allowed: 0.01,
    risk_of_last: null,
    risk_of_next: 0.02,
  };
  await renderAt(<DecisionShown moment={{ ...decided(4, 4), forecast }} />);
  const shown = screen.getByRole("region", { name: "What was expected" }).textContent ?? "";
  expect(shown).toContain("Answers within 10 s0Answers of all");
  expect(shown).toContain("Calls that may be lost-1.5");
});
