import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LiveEvent, Snapshot } from "../api/events";
import { aCall, anOperator, aPreview, aUser, figures } from "../test/records";
import { applyEvent, initialState, type LiveState } from "./live";

function snapshot(part: Partial<Snapshot> = {}): Snapshot {
  return {
    type: "snapshot",
    server_at: "2026-03-02T10:00:00Z",
    console_id: "page-1",
    user: aUser(),
    operator: null,
    call: null,
    preview: null,
    floor: null,
    ...part,
  };
}

const shown = (...events: LiveEvent[]): LiveState => events.reduce(applyEvent, initialState);

const connected = aCall();
const onCall = anOperator({ state: "on_call", call_id: "call-1" });
const looking = anOperator({ state: "preview", preview_id: "preview-1" });
const ended = {
  call_id: "call-1",
  state: "ended",
  outcome: "handled",
  answered_at: "2026-03-02T10:00:00Z",
  connected_at: "2026-03-02T10:00:00Z",
  ended_at: "2026-03-02T10:05:00Z",
  wrap_up_ends_at: "2026-03-02T10:06:00Z",
} as const;
const other = anOperator({ operator_id: "u2", name: "Paul Titov" });
const supervised = { user: aUser({ id: "u9", role: "supervisor" }) } as const;

const steps: [name: string, before: Partial<Snapshot>, event: LiveEvent, after: Partial<Snapshot>][] = [
  [
    "an operator is reserved",
    { operator: anOperator() },
    { type: "operator_changed", operator: onCall },
    { operator: onCall },
  ],
  [
    "a freed operator has no call on the desk",
    { operator: onCall, call: connected },
    { type: "operator_changed", operator: anOperator() },
    { operator: anOperator() },
  ],
  [
    "whoever logs out is off line",
    { operator: anOperator() },
    { type: "operator_changed", operator: anOperator({ state: "logged_out" }) },
    { operator: null },
  ],
  [
    "a wrap-up that has run out has no end",
    { operator: onCall, call: { ...connected, ...ended } },
    { type: "operator_changed", operator: anOperator({ state: "paused", call_id: "call-1" }) },
    {
      operator: anOperator({ state: "paused", call_id: "call-1" }),
      call: { ...connected, ...ended, wrap_up_ends_at: null },
    },
  ],
  [
    "a call pops",
    { operator: onCall },
    { type: "screen_pop", call: connected },
    { operator: onCall, call: connected },
  ],
  [
    "a lead is offered",
    { operator: looking },
    { type: "preview_offered", preview: aPreview() },
    { operator: looking, preview: aPreview() },
  ],
  [
    "an offered lead leaves with its operator's state",
    { operator: looking, preview: aPreview() },
    { type: "operator_changed", operator: onCall },
    { operator: onCall },
  ],
  [
    "a lead stays while its operator's telephone comes and goes",
    { operator: looking, preview: aPreview() },
    { type: "operator_changed", operator: { ...looking, line_up: false } },
    { operator: { ...looking, line_up: false }, preview: aPreview() },
  ],
  [
    "a colleague's change leaves one's own offered lead",
    { operator: looking, preview: aPreview() },
    { type: "operator_changed", operator: other },
    { operator: looking, preview: aPreview() },
  ],
  [
    "the call ends and leaves the client on screen",
    { operator: onCall, call: connected },
    { type: "call_changed", at: ended.ended_at, ...ended },
    { operator: onCall, call: { ...connected, ...ended } },
  ],
  [
    "an answer is saved",
    { call: connected },
    { type: "answer_saved", call_id: "call-1", question_id: "delivery", value: "yes" },
    { call: { ...connected, answers: { delivery: "yes" } } },
  ],
  [
    "an answer is taken back",
    { call: { ...connected, answers: { delivery: "yes", note: "x" } } },
    { type: "answer_saved", call_id: "call-1", question_id: "delivery", value: null },
    { call: { ...connected, answers: { note: "x" } } },
  ],
  [
    "the verdict empties the console",
    { call: connected },
    { type: "call_disposed", call_id: "call-1", disposition: "sale", note: "" },
    {},
  ],
  [
    "a supervisor sees an operator come",
    { ...supervised, floor: { operators: [], figures: figures() } },
    { type: "operator_changed", operator: other },
    { ...supervised, floor: { operators: [other], figures: figures() } },
  ],
  [
    "a supervisor sees an operator change",
    { ...supervised, floor: { operators: [anOperator(), other], figures: figures() } },
    { type: "operator_changed", operator: onCall },
    { ...supervised, floor: { operators: [onCall, other], figures: figures() } },
  ],
  [
    "a supervisor sees an operator leave",
    { ...supervised, floor: { operators: [anOperator(), other], figures: figures() } },
    { type: "operator_changed", operator: anOperator({ state: "logged_out" }) },
    { ...supervised, floor: { operators: [other], figures: figures() } },
  ],
  [
    "the floor's figures are replaced",
    { ...supervised, floor: { operators: [], figures: figures() } },
    { type: "floor_figures", figures: figures({ abandon_rate: 0.02 }) },
    { ...supervised, floor: { operators: [], figures: figures({ abandon_rate: 0.02 }) } },
  ],
  [
    "a contact of some client changes nothing here",
    { call: connected },
    { type: "contact_changed", client_id: "client-1", contact_id: "c" },
    { call: connected },
  ],
  [
    "a resumed connection changes nothing",
    { call: connected },
    { type: "resumed", server_at: "x" },
    { call: connected },
  ],
];

describe("the snapshot before and the event make the snapshot after", () => {
  test.each(steps)("%s", (_, before, event, after) => {
    expect(shown(snapshot(before), event)).toEqual(shown(snapshot(after)));
  });
});

const anyEvent = fc.constantFrom(...steps.map(([, , event]) => event));
const anyBefore = fc.constantFrom(...steps.map(([, before]) => before));

test("an event that comes twice counts once", () => {
  fc.assert(
    fc.property(anyBefore, anyEvent, (before, event) => {
      expect(shown(snapshot(before), event, event)).toEqual(shown(snapshot(before), event));
    }),
  );
});

test("a snapshot makes everything before it unimportant", () => {
  fc.assert(
    fc.property(fc.array(anyEvent), anyBefore, (events, last) => {
      expect(shown(...events, snapshot(last))).toEqual(shown(snapshot(last)));
    }),
  );
});

test("news of another call does not touch the one on screen", () => {
  const before = shown(snapshot({ call: connected }));
  const news: LiveEvent[] = [
    { type: "call_changed", at: ended.ended_at, ...ended, call_id: "other" },
    { type: "answer_saved", call_id: "other", question_id: "delivery", value: "yes" },
    { type: "call_disposed", call_id: "other", disposition: "sale", note: "" },
  ];
  for (const event of news) expect(applyEvent(before, event)).toBe(before);
});

test("another operator's change is not one's own", () => {
  const before = shown(snapshot({ operator: onCall, call: connected }));
  expect(applyEvent(before, { type: "operator_changed", operator: other })).toMatchObject({
    operator: onCall,
    call: connected,
  });
});

test("an unknown event is an error, not a silence", () => {
  expect(() => applyEvent(initialState, { type: "surprise" } as unknown as LiveEvent)).toThrow("surprise");
});
