/** What is said about refused numbers. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { DncScope, DncSource } from "../api/types";

export const DNC_SCOPE: Record<DncScope, MessageDescriptor> = {
  global: msg`All campaigns`,
  campaign: msg`This campaign only`,
};

export const DNC_SOURCE: Record<DncSource, MessageDescriptor> = {
  call: msg`A call`,
  hand: msg`By hand`,
  file: msg`A file`,
};
