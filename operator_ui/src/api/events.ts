/** What the server says over the websocket. */
import type * as wire from "./generated/types.gen";
import type { AnswerValue, CallCard, Whole } from "./types";

type Said<Type extends string, Shape> = { type: Type } & Omit<Whole<Shape>, "type" | "id">;

export type Snapshot = Said<"snapshot", Omit<wire.Snapshot, "call">> & { call: CallCard | null };

/** Everything that changes what is shown. */
export type LiveEvent =
  | Snapshot
  | Said<"resumed", wire.Resumed>
  | Said<"operator_changed", wire.OperatorChanged>
  | { type: "screen_pop"; call: CallCard }
  | Said<"preview_offered", wire.PreviewOffered>
  | Said<"call_changed", wire.CallChanged>
  | { type: "answer_saved"; call_id: string; question_id: string; value: AnswerValue }
  | Said<"call_disposed", wire.CallDisposed>
  | Said<"floor_figures", wire.FloorFiguresChanged>
  | Said<"contact_changed", wire.ContactChanged>;

/** With the id to resume after; null: nothing to resume. */
export type ServerMessage = { id: string | null } & (
  | LiveEvent
  | Said<"pong", wire.Pong>
  | Said<"error", wire.MessageRefused>
);

/** Does not compile when the server says something that is not above. */
export type EveryMessageIsKnown = Expect<
  Exclude<wire.ServerMessage["type"], ServerMessage["type"]> extends never ? true : false
>;
type Expect<Truth extends true> = Truth;
