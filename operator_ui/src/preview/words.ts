/** What offered leads, reasons and settings are called. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { PreviewEnding, PreviewTimeout, SkipReason } from "../api/types";

/** In the order of their keys. */
export const SKIP_REASON: Record<SkipReason, MessageDescriptor> = {
  bad_time: msg`Not at this hour`,
  not_prepared: msg`Something must be prepared first`,
  talked_lately: msg`We have just talked to them`,
  another_operator: msg`A colleague should call`,
  wrong_card: msg`The card is wrong`,
  other: msg`Another reason`,
};

export const PREVIEW_TIMEOUT: Record<PreviewTimeout, MessageDescriptor> = {
  dial: msg`Dial by itself`,
  skip: msg`Skip the lead`,
  pause: msg`Pause the operator`,
};

export const PREVIEW_ENDING: Record<PreviewEnding, MessageDescriptor> = {
  accepted: msg`accepted`,
  dialled: msg`the time ran out, dialled by itself`,
  skipped: msg`skipped`,
  put_off: msg`the time ran out, skipped by itself`,
  missed: msg`the time ran out, the operator was paused`,
  withdrawn: msg`taken back`,
  barred: msg`accepted, but it could not be called any more`,
};
