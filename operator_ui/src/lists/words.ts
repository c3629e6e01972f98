/** What lists, imports and attempts are called in the interface. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { ColumnRole, Ending, JobState, Kept, LeadList, Operator } from "./requests";

export const ENDING: Record<Ending, MessageDescriptor> = {
  no_answer: msg`No answer`,
  busy: msg`Busy`,
  failed: msg`Failed`,
  machine: msg`Answering machine`,
  abandoned: msg`Abandoned`,
  verdict: msg`The operator asked for another try`,
  skipped: msg`Offered to an operator and skipped`,
};

export const ROLE_NAME: Record<ColumnRole, MessageDescriptor> = {
  name: msg({ message: "Name", context: "of a client" }),
  phone_number: msg`Phone number`,
  region: msg`Region`,
  time_zone: msg`Time zone`,
  language: msg`Language`,
  person: msg`Contact person`,
  email: msg`E-mail`,
  note: msg`Note`,
};

export const SOURCE: Record<LeadList["source"], MessageDescriptor> = {
  manual: msg`By hand`,
  import: msg`From a file`,
  selection: msg`From clients`,
};

export const JOB_STATE: Record<JobState, MessageDescriptor> = {
  waiting: msg`Waits for a worker`,
  running: msg`In progress`,
  done: msg`Imported`,
  failed: msg({ message: "Failed", context: "of an import" }),
  cancelled: msg({ message: "Stopped", context: "of an import" }),
};

export const SELECTION_STATE: Record<JobState, MessageDescriptor> = {
  waiting: msg`Waits for a worker`,
  running: msg`In progress`,
  done: msg`Selected`,
  failed: msg({ message: "Failed", context: "of a selection" }),
  cancelled: msg({ message: "Stopped", context: "of a selection" }),
};

export const RESET_STATE: Record<JobState, MessageDescriptor> = {
  waiting: msg`Putting back waits for a worker`,
  running: msg`Being put back`,
  done: msg`Put back to be called again`,
  failed: msg`Putting back failed`,
  cancelled: msg`Putting back was stopped`,
};

export const UNDO_STATE: Record<JobState, MessageDescriptor> = {
  waiting: msg`Undoing waits for a worker`,
  running: msg`Being undone`,
  done: msg`Undone`,
  failed: msg`Undoing failed`,
  cancelled: msg`Undoing was stopped`,
};

/** With how many there are, as `count`. */
export const KEPT_THING: Record<Kept["thing"], MessageDescriptor> = {
  new_lead: msg({
    message:
      "{count, plural, one {# new lead stays} few {# new leads stay} many {# new leads stay} other {# new leads stay}}",
  }),
  moved_lead: msg({
    message:
      "{count, plural, one {# moved lead stays} few {# moved leads stay} many {# moved leads stay} other {# moved leads stay}}",
  }),
  client: msg({
    message:
      "{count, plural, one {# client stays} few {# clients stay} many {# clients stay} other {# clients stay}}",
  }),
  number: msg({
    message:
      "{count, plural, one {# added number stays} few {# added numbers stay} many {# added numbers stay} other {# added numbers stay}}",
  }),
};

export const KEPT_BECAUSE: Record<Kept["because"], MessageDescriptor> = {
  called: msg`dialled since`,
  skipped: msg`offered to an operator and skipped since`,
  held: msg`being dialled or offered right now`,
  moved_on: msg`moved to another list since`,
  list_gone: msg`the former list is gone`,
  listed: msg`in use by another lead`,
  corrected: msg`corrected by a user since`,
};

/** By the server's name of a client's field. */
export const CLIENT_FIELD: Record<string, MessageDescriptor> = {
  name: msg({ message: "Name", context: "of a client" }),
  region: msg`Region`,
  kind: msg`Kind`,
  time_zone: msg`Time zone`,
  language: msg`Language`,
  created: msg`Added, days ago`,
  contacts_count: msg`Contacts`,
  last_contact: msg`Last contact, days ago`,
  last_disposition: msg`Last disposition`,
  campaign: msg`Is a lead of the campaign`,
};

export const OPERATOR: Record<Operator, MessageDescriptor> = {
  "=": msg`is`,
  "!=": msg`is not`,
  "<": msg`less than`,
  "<=": msg`at most`,
  ">": msg`more than`,
  ">=": msg`at least`,
  in: msg`is one of`,
  notIn: msg`is none of`,
  contains: msg`contains`,
  null: msg`is not known`,
  notNull: msg`is known`,
};

export const VALUE: Record<string, MessageDescriptor> = {
  company: msg`Company`,
  household: msg`Household`,
  ru: msg`Russian`,
  en: msg`English`,
};
