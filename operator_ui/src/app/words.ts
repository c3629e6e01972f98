/** What the server's codes are called in the interface. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { CallOutcome, CallState, Language, OperatorState, PauseReason, Role } from "../api/types";
import type { SoftphoneFault, SoftphoneState } from "../softphone/softphone";

export const OPERATOR_STATE: Record<OperatorState, MessageDescriptor> = {
  logged_out: msg`Off line`,
  available: msg`Available`,
  preview: msg`Looks at a lead`,
  reserved: msg`Connecting`,
  on_call: msg`On a call`,
  wrap_up: msg`Wrap-up`,
  paused: msg`Paused`,
};

export const PAUSE_REASON: Record<PauseReason, MessageDescriptor> = {
  break: msg`Break`,
  lunch: msg`Lunch`,
  training: msg`Training`,
  meeting: msg`Meeting`,
  technical: msg`Technical`,
  line_lost: msg`Line lost`,
  wrap_up_overrun: msg`Wrap-up overrun`,
  preview_missed: msg`No decision on a lead`,
};

export const CALL_STATE: Record<CallState, MessageDescriptor> = {
  originating: msg`Dialling`,
  ringing: msg`Ringing`,
  answered: msg({ message: "Answered", context: "call state" }),
  connected: msg`Talking`,
  ended: msg`Call ended`,
};

export const CALL_OUTCOME: Record<CallOutcome, MessageDescriptor> = {
  handled: msg`Handled`,
  abandoned: msg`Abandoned`,
  machine: msg`Answering machine`,
  no_answer: msg`No answer`,
  busy: msg`Busy`,
  failed: msg`Failed`,
  not_placed: msg`Not placed`,
};

export const ROLE: Record<Role, MessageDescriptor> = {
  operator: msg`Operator`,
  supervisor: msg`Supervisor`,
  sales: msg`Sales`,
  admin: msg`Administrator`,
};

export const LANGUAGE: Record<Language, MessageDescriptor> = {
  ru: msg`Russian`,
  en: msg`English`,
};

export const SOFTPHONE_STATE: Record<SoftphoneState, MessageDescriptor> = {
  offline: msg`Telephone off`,
  connecting: msg`Connecting…`,
  registering: msg`Registering…`,
  calling: msg`Opening the line…`,
  online: msg`Line is up`,
  recovering: msg`Restoring the line…`,
  failed: msg`No telephone`,
};

export const SOFTPHONE_FAULT: Record<SoftphoneFault, MessageDescriptor> = {
  microphone_denied: msg`The browser does not let this page use the microphone. Allow it in the address bar and try again.`,
  microphone_missing: msg`No microphone was found. Plug in the headset and try again.`,
  no_credentials: msg`The server gave no telephone line. Try again in a moment.`,
  unreachable: msg`The telephone exchange does not answer. Check the network and try again.`,
  line_taken: msg`You are on line on another computer. To telephone here, go on line again.`,
};
