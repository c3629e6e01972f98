/** Which leads are shown, as the page's address says it; pure. */
import type { LeadsAsked } from "./requests";
import { BARRED_BY, CLOSED_BECAUSE, LEAD_STATE } from "./words";

/** What the address of a campaign's page may say; `show` is an option of the filter, `find` what was typed. */
export type LeadsSearch = { list?: string; show?: string; find?: string };

/** The options of the filter, each known by a word of its group and its own: "barred:held". */
export const STATES = optionsOf("state", LEAD_STATE);
export const CLOSINGS = optionsOf("closed", CLOSED_BECAUSE);
export const BARS = optionsOf("barred", BARRED_BY);

function optionsOf<Word>(group: string, words: Record<string, Word>) {
  return Object.entries(words).map(([code, word]) => ({ value: `${group}:${code}`, word }));
}

const ALL = new Set([...STATES, ...CLOSINGS, ...BARS].map(({ value }) => value));

/** What stands in an address by hand or by mistake is left out. */
export function readLeadsSearch({ list, show, find }: Record<string, unknown>): LeadsSearch {
  return {
    ...(typeof list === "string" && list && { list }),
    ...(typeof show === "string" && ALL.has(show) && { show }),
    // The router reads what looks like a number as one.
    ...((typeof find === "string" || typeof find === "number") && String(find) && { find: String(find) }),
  };
}

export function askedBy({ list, show = "", find }: LeadsSearch): LeadsAsked {
  const [group, code] = show.split(":");
  return {
    ...(list && { list_id: list }),
    ...(group === "state" && { state: code as NonNullable<LeadsAsked["state"]> }),
    ...(group === "closed" && { closed_because: code as NonNullable<LeadsAsked["closed_because"]> }),
    ...(group === "barred" && { barred_by: code as NonNullable<LeadsAsked["barred_by"]> }),
    ...(find && { search: find }),
  };
}

type AskedBar = NonNullable<LeadsAsked["barred_by"]>;

/** Bars against one number: a lead that has another may be dialled there all the same. */
const OF_NUMBERS: ReadonlySet<AskedBar> = new Set<AskedBar>([
  "refused_by_all",
  "refused_by_campaign",
  "attempts_of_day",
  "attempts_of_week",
  "after_abandonment",
  "outside_hours",
  "holiday",
]);

/** Whether the next number of each lead decides what is shown, and its others do not. */
export function looksAtNextNumber({ barred_by }: LeadsAsked): boolean {
  return barred_by != null && OF_NUMBERS.has(barred_by);
}
