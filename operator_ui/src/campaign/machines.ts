/** What becomes of calls that answering machines take. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Campaign } from "../api/types";

export const MACHINE_ACTION: Record<Campaign["machine_action"], MessageDescriptor> = {
  off: msg`Not detected`,
  hang_up: msg`Hang up`,
  message: msg`Leave a message after the beep`,
  operator: msg`Pass to an operator`,
};
