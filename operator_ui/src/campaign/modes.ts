/** What the dialling modes are called. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Campaign } from "../api/types";

export const MODE_NAME: Record<Campaign["mode"], MessageDescriptor> = {
  preview: msg`Preview dialling`,
  progressive: msg`Progressive dialling`,
  predictive: msg`Predictive dialling`,
};
