/** All that the pages show of the living floor, rebuilt from a snapshot and the events after it. */
import type { LiveEvent } from "../api/events";
import type { Answers, CallCard, FloorSnapshot, OperatorNow, PreviewCard, User } from "../api/types";

export type LiveState = {
  user: User | null;
  /** The user's own operator state; null for those who have none. */
  operator: OperatorNow | null;
  /** The call on this desk: being dialled, talked or in wrap-up. */
  call: CallCard | null;
  /** The lead that is offered and waits for a decision. */
  preview: PreviewCard | null;
  /** For supervisors only. */
  floor: FloorSnapshot | null;
};

export const initialState: LiveState = { user: null, operator: null, call: null, preview: null, floor: null };

/**
 * The state after an event. Pure, and safe to give the same event twice, because the server may
 * deliver one both in the snapshot and after it. An event that changes nothing returns `state` itself.
 */
export function applyEvent(state: LiveState, event: LiveEvent): LiveState {
  switch (event.type) {
    case "snapshot":
      return {
        user: event.user,
        operator: event.operator,
        call: event.call,
        preview: event.preview,
        floor: event.floor,
      };
    case "resumed":
    // A client's page reloads its history itself; nothing of that history is kept here.
    case "contact_changed":
      return state;
    case "operator_changed":
      return withOperator(state, event.operator);
    case "screen_pop":
      return { ...state, call: event.call };
    case "preview_offered":
      return { ...state, preview: event.preview };
    case "call_changed": {
      if (state.call?.call_id !== event.call_id) return state;
      const { type: _, at: __, ...facts } = event;
      return { ...state, call: { ...state.call, ...facts } };
    }
    case "answer_saved":
      return withCall(state, event.call_id, (call) => ({
        ...call,
        answers: withAnswer(call.answers, event.question_id, event.value),
      }));
    case "call_disposed":
      return state.call?.call_id === event.call_id ? { ...state, call: null } : state;
    case "floor_figures":
      return state.floor ? { ...state, floor: { ...state.floor, figures: event.figures } } : state;
    default:
      return assertNever(event);
  }
}

function withOperator(state: LiveState, operator: OperatorNow): LiveState {
  const isOwn = operator.operator_id === state.user?.id;
  return {
    ...state,
    operator: isOwn ? present(operator) : state.operator,
    call: isOwn ? heldBy(operator, state.call) : state.call,
    preview: isOwn && state.preview?.preview_id !== operator.preview_id ? null : state.preview,
    floor: state.floor && { ...state.floor, operators: replaced(state.floor.operators, operator) },
  };
}

/** Snapshots know nobody who is logged out, so neither does the state. */
function present(operator: OperatorNow): OperatorNow | null {
  return operator.state === "logged_out" ? null : operator;
}

/** The desk shows the call its operator holds, and none when the operator has been freed. */
function heldBy(operator: OperatorNow, call: CallCard | null): CallCard | null {
  if (operator.call_id === null) return null;
  // A wrap-up that has run out has no end any more.
  return call?.call_id === operator.call_id ? { ...call, wrap_up_ends_at: operator.wrap_up_ends_at } : call;
}

function replaced(operators: OperatorNow[], changed: OperatorNow): OperatorNow[] {
  const isKnown = operators.some((one) => one.operator_id === changed.operator_id);
  if (!present(changed)) return operators.filter((one) => one.operator_id !== changed.operator_id);
  if (!isKnown) return [...operators, changed];
  return operators.map((one) => (one.operator_id === changed.operator_id ? changed : one));
}

function withCall(state: LiveState, callId: string, change: (call: CallCard) => CallCard): LiveState {
  return state.call?.call_id === callId ? { ...state, call: change(state.call) } : state;
}

function withAnswer(answers: Answers, questionId: string, value: Answers[string]): Answers {
  if (value !== null) return { ...answers, [questionId]: value };
  const { [questionId]: _, ...others } = answers;
  return others;
}

function assertNever(event: never): never {
  throw new Error(`Unknown event: ${JSON.stringify(event)}`);
}
