/** What an operator has entered and the server has not yet acknowledged, kept across a reload. */
import type { Answers } from "../api/types";

export type Draft = {
  disposition?: string | null;
  note?: string;
  callback_at?: string | null;
  callback_is_shared?: boolean;
  answers?: Answers;
};

type Storage = Pick<globalThis.Storage, "getItem" | "setItem" | "removeItem">;

const KEY = "zvonar-draft:";

export function readDraft(callId: string, storage: Storage = localStorage): Draft {
  try {
    return JSON.parse(storage.getItem(KEY + callId) ?? "{}") as Draft;
  } catch {
    // Storage is closed or holds something else: then there is no draft.
    return {};
  }
}

/** Changes the given parts of the draft, keeps the others. */
export function keepDraft(callId: string, part: Draft, storage: Storage = localStorage): void {
  try {
    storage.setItem(KEY + callId, JSON.stringify({ ...readDraft(callId, storage), ...part }));
  } catch {
    // A full or closed storage costs the safety net, not the call.
  }
}

export function dropDraft(callId: string, storage: Storage = localStorage): void {
  try {
    storage.removeItem(KEY + callId);
  } catch {
    // As above.
  }
}
