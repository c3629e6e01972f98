import { expect, test } from "vitest";
import type { LiveEvent } from "../api/events";
import type { OperatorState } from "../api/types";
import { aCall, anOperator } from "../test/records";
import { changesToday, timeAt } from "./today";

const changed = (state: OperatorState, operator_id = "u1"): LiveEvent => ({
  type: "operator_changed",
  operator: anOperator({ state, operator_id }),
});
const callIs = (state: "connected" | "ended"): LiveEvent => ({
  type: "call_changed",
  call_id: "call-1",
  state,
  outcome: null,
  at: "x",
  answered_at: null,
  connected_at: null,
  ended_at: null,
  wrap_up_ends_at: null,
});

test.each<[changes: boolean, name: string, event: LiveEvent]>([
  [true, "a verdict", { type: "call_disposed", call_id: "call-1", disposition: "sale", note: "" }],
  [true, "a call that ended", callIs("ended")],
  [true, "a pause", changed("paused")],
  [true, "going off line", changed("logged_out")],
  [false, "a call that goes on", callIs("connected")],
  [false, "a lead that is offered", changed("preview")],
  [false, "a call that is coming", changed("reserved")],
  [false, "a talk that begins", changed("on_call")],
  [false, "a colleague's pause", changed("paused", "u2")],
  [false, "the screen pop", { type: "screen_pop", call: aCall() }],
])("%s: %s", (changes, _, event) => {
  expect(changesToday(event, "u1")).toBe(changes);
});

const counted = {
  on_line_seconds: 600,
  available_seconds: 400,
  preview_seconds: 0,
  wrap_up_seconds: 60,
  paused_seconds: 100,
};

test.each([
  ["at work the time on line moves on", anOperator(), 605, 100],
  ["in a pause that of the pause, too", anOperator({ state: "paused", reason: "lunch" }), 605, 105],
  ["without a line nothing does", anOperator({ state: "paused", reason: "line_lost" }), 600, 100],
  ["off line nothing does", null, 600, 100],
])("%s", (_, operator, onLine, paused) => {
  expect(timeAt(counted, operator, 5)).toMatchObject({ on_line_seconds: onLine, paused_seconds: paused });
  expect(timeAt(counted, operator, -5)).toEqual(counted);
});
