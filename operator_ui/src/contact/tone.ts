import type { CallOutcome, ContactRow } from "../api/types";

export type Tone = "green" | "blue" | "amber" | "red" | "grey";

const BY_DISPOSITION: Record<string, Tone> = {
  sale: "green",
  talked: "green",
  agreed: "green",
  interested: "green",
  callback: "blue",
  refused: "red",
  not_interested: "red",
  do_not_call: "red",
  wrong_number: "amber",
  no_talk: "grey",
  answering_machine: "grey",
  unreachable: "grey",
};

const BY_OUTCOME: Record<CallOutcome, Tone> = {
  handled: "blue",
  abandoned: "red",
  machine: "grey",
  no_answer: "grey",
  busy: "grey",
  failed: "amber",
};

/** The colour of a contact's badge. A campaign's own dispositions are blue. */
export function toneOf({ disposition, outcome }: Pick<ContactRow, "disposition" | "outcome">): Tone {
  if (disposition) return BY_DISPOSITION[disposition.code] ?? "blue";
  return outcome ? BY_OUTCOME[outcome] : "grey";
}
