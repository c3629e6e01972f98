import type { I18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { ProblemError } from "../api/client";
import { SoftphoneError } from "../softphone/softphone";
import { serverText } from "./serverWords";
import { SOFTPHONE_FAULT } from "./words";

/** What went wrong, for the person in front of the page. */
export function errorText(i18n: I18n, error: unknown): string {
  if (error instanceof SoftphoneError) return i18n._(SOFTPHONE_FAULT[error.fault]);
  if (error instanceof ProblemError) {
    if (error.status >= 500) return i18n._(msg`The server failed. Try again in a moment.`);
    const [first] = error.errors;
    return first ? `${first.field}: ${serverText(i18n, first.reason)}` : serverText(i18n, error.message);
  }
  return i18n._(msg`The server cannot be reached. Check the network.`);
}
