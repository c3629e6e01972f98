import type { I18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { ProblemError } from "../api/client";
import { SoftphoneError } from "../softphone/softphone";
import { ERROR_CODE, reasonText } from "./errorCodes";
import { SOFTPHONE_FAULT } from "./words";

/** What went wrong, for the person in front of the page. */
export function errorText(i18n: I18n, error: unknown): string {
  if (error instanceof SoftphoneError) return i18n._(SOFTPHONE_FAULT[error.fault]);
  if (error instanceof ProblemError) {
    const [first] = error.errors;
    return first ? `${first.field}: ${reasonText(i18n, first)}` : problemText(i18n, error);
  }
  return i18n._(msg`The server cannot be reached. Check the network.`);
}

/** The same for a page that shows beside what the refused value stands. */
export function reasonOf(i18n: I18n, error: unknown): string {
  const [first] = error instanceof ProblemError ? error.errors : [];
  return first ? reasonText(i18n, first) : errorText(i18n, error);
}

/** Why each field was refused, by its name; of an error about no field, nothing. */
export function fieldReasons(i18n: I18n, error: unknown): Record<string, string> {
  if (!(error instanceof ProblemError)) return {};
  return Object.fromEntries(error.errors.map((fault) => [fault.field, reasonText(i18n, fault)]));
}

function problemText(i18n: I18n, { code, parameters, status, message }: ProblemError): string {
  // What fails without a code has words that are meant for a log.
  const reason = status < 500 ? message : i18n._(ERROR_CODE.unexpected);
  return reasonText(i18n, { code, parameters, reason });
}
