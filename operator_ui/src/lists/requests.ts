/** What the server is asked about a campaign's lists: their order, their imports, and trying again. */
import { request, send } from "../api/client";
import type * as wire from "../api/generated/types.gen";
import type { Whole } from "../api/types";

/** What was wrong with what a failed job was given. */
type WithFaults<Shape> = Omit<Whole<Shape>, "faults"> & { faults: wire.FieldProblem[] };

export type LeadList = Whole<wire.ListFigures>;
export type ListChange = wire.ListWanted;
export type Recycling = Whole<wire.RecyclingShown>;
export type Ending = wire.Ending;
export type ImportUploaded = Whole<wire.ImportUploaded>;
export type Preview = ImportUploaded["preview"];
export type ImportProgress = WithFaults<wire.ImportProgress>;
export type JobState = wire.JobState;
export type Kept = wire.Kept;
/** A job as its row shows it. */
export type ListJob = Pick<ImportProgress, "created_at" | "state" | "faults"> & {
  done: number;
  total: number | null;
} & Pick<ImportProgress, "undo_state" | "undo_done" | "undo_total">;
export type ImportWanted = wire.ImportWanted;
export type FileForm = wire.FileForm;
export type ZonesTold = Whole<wire.ZonesTold>;
export type RejectedLine = Whole<wire.RejectedLineShown>;
export type ColumnRole = wire.ColumnRole;
export type Reset = WithFaults<wire.ResetProgress>;

export type ClientField = Whole<wire.ClientField>;
export type Operator = wire.Operator;
export type Rule = { field: string; operator: Operator; value: string | string[] | null };
export type Condition = { combinator: "and" | "or"; rules: Rule[] };
export type SelectionProgress = WithFaults<wire.SelectionProgress>;

export const LONGEST_NAME = 200;

const of = (campaignId: string) => `/campaigns/${campaignId}`;

export const lists = {
  all: (campaignId: string) => request<LeadList[]>("GET", `${of(campaignId)}/lists`),
  add: (campaignId: string, name: string) => request<LeadList>("POST", `${of(campaignId)}/lists`, { name }),
  change: (campaignId: string, id: string, change: ListChange) =>
    request<LeadList>("PATCH", `${of(campaignId)}/lists/${id}`, change),
  reset: (campaignId: string, id: string, wanted: wire.ResetWanted) =>
    request<Reset>("POST", `${of(campaignId)}/lists/${id}/reset`, wanted),
  resets: (campaignId: string) => request<Reset[]>("GET", `${of(campaignId)}/resets`),
  recycling: (campaignId: string) => request<Recycling>("GET", `${of(campaignId)}/recycling`),
  setRecycling: (campaignId: string, wanted: Recycling) =>
    request<Recycling>("PUT", `${of(campaignId)}/recycling`, wanted),
};

export const imports = {
  all: (campaignId: string) => request<ImportProgress[]>("GET", `${of(campaignId)}/imports`),
  upload: (campaignId: string, file: File) =>
    send<ImportUploaded>(
      "POST",
      `${of(campaignId)}/imports?${new URLSearchParams({ file_name: file.name.slice(0, 200) })}`,
      file,
      "application/octet-stream",
    ),
  lookAgain: (campaignId: string, id: string, form: FileForm) =>
    request<ImportUploaded>("POST", `${of(campaignId)}/imports/${id}/preview`, form),
  start: (campaignId: string, id: string, wanted: ImportWanted) =>
    request<ImportProgress>("POST", `${of(campaignId)}/imports/${id}/start`, wanted),
  zones: (campaignId: string, id: string, form: FileForm, roles: (ColumnRole | null)[]) =>
    request<ZonesTold>("POST", `${of(campaignId)}/imports/${id}/zones`, { form, roles }),
  cancel: (campaignId: string, id: string) =>
    request<ImportProgress>("POST", `${of(campaignId)}/imports/${id}/cancel`),
  undo: (campaignId: string, id: string) =>
    request<ImportProgress>("POST", `${of(campaignId)}/imports/${id}/undo`),
  rejected: (campaignId: string, id: string) =>
    request<RejectedLine[]>("GET", `${of(campaignId)}/imports/${id}/rejected`),
};

export const selections = {
  fields: (campaignId: string) => request<ClientField[]>("GET", `${of(campaignId)}/selections/fields`),
  count: (campaignId: string, condition: Condition) =>
    request<{ clients: number }>("POST", `${of(campaignId)}/selections/count`, { condition }),
  start: (campaignId: string, condition: Condition, listName: string) =>
    request<SelectionProgress>("POST", `${of(campaignId)}/selections`, { condition, list_name: listName }),
  all: (campaignId: string) => request<SelectionProgress[]>("GET", `${of(campaignId)}/selections`),
  cancel: (campaignId: string, id: string) =>
    request<SelectionProgress>("POST", `${of(campaignId)}/selections/${id}/cancel`),
  undo: (campaignId: string, id: string) =>
    request<SelectionProgress>("POST", `${of(campaignId)}/selections/${id}/undo`),
};

type Going = Pick<ListJob, "state"> & Partial<Pick<ListJob, "undo_state">>;

/** The address of the refused lines, which the browser downloads by itself. */
export function rejectedUrl(campaignId: string, id: string): string {
  return `/api/v1${of(campaignId)}/imports/${id}/rejected.csv`;
}

export function goesOn({ state, undo_state = null }: Going): boolean {
  return [state, undo_state].some((one) => one === "waiting" || one === "running");
}
