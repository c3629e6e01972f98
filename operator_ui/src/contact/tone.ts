import type { CallOutcome, ContactRow, DispositionTone } from "../api/types";

export type Tone = "green" | "blue" | "amber" | "red" | "grey";

const OF_DISPOSITION: Record<DispositionTone, Tone> = {
  positive: "green",
  neutral: "blue",
  negative: "red",
};

const OF_OUTCOME: Record<CallOutcome, Tone> = {
  handled: "blue",
  abandoned: "red",
  machine: "grey",
  no_answer: "grey",
  busy: "grey",
  failed: "amber",
  not_placed: "grey",
};

/** The colour of a contact's badge: the operator's verdict says more than how the machine saw the call end. */
export function toneOf({ disposition, outcome }: Pick<ContactRow, "disposition" | "outcome">): Tone {
  if (disposition) return OF_DISPOSITION[disposition.tone];
  return outcome ? OF_OUTCOME[outcome] : "grey";
}
