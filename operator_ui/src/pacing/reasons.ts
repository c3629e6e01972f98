/** Why a campaign launches as many calls as it does, in words. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { PaceFigures } from "../api/types";

export const REASON_TEXT: Record<PaceFigures["reason"], MessageDescriptor> = {
  preview_mode: msg`Each free operator is offered a lead and has it dialled or skips it, as the mode says.`,
  progressive_mode: msg`One call for each free operator: the mode is progressive.`,
  predicted: msg`As many calls as the forecast of free operators and the abandon limit allow.`,
  few_operators: msg`One call for each free operator: fewer than three are too few to forecast.`,
  few_calls_seen: msg`One call for each free operator, until enough calls have been seen to forecast.`,
  account_empty: msg`One call for each free operator: the abandon limit is used up.`,
  nothing_may_be_lost: msg`One call for each free operator: the policy allows no abandoned call.`,
};
