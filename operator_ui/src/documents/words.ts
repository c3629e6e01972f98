/** What the parts of scripts, questionnaires and dispositions are called in the interface. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { DispositionEffect, DispositionTone, Question, Rule } from "../api/types";
import type { PLACEHOLDERS } from "./parts";
import type { ScriptBlock } from "./requests";

export const BLOCK_KIND: Record<ScriptBlock["kind"], MessageDescriptor> = {
  heading: msg`Heading`,
  say: msg`To be said`,
  hint: msg`Hint to the operator`,
};

export const PLACEHOLDER: Record<(typeof PLACEHOLDERS)[number], MessageDescriptor> = {
  client_name: msg`Client's name`,
  person_name: msg`Person's name`,
  operator_name: msg`Operator's name`,
};

export const QUESTION_KIND: Record<Question["kind"], MessageDescriptor> = {
  single: msg`One of several`,
  multiple: msg`Several of several`,
  scale: msg`Mark on a scale`,
  number: msg({ message: "Number", context: "kind of an answer" }),
  date: msg({ message: "Date", context: "kind of an answer" }),
  text: msg({ message: "Text", context: "kind of an answer" }),
};

export const EFFECT: Record<DispositionEffect, MessageDescriptor> = {
  close: msg`The lead is closed`,
  retry: msg`The lead is called again`,
  callback: msg`A callback is promised`,
  do_not_call: msg`The number is never called again`,
  wrong_number: msg`The number is wrong`,
};

export const TONE: Record<DispositionTone, MessageDescriptor> = {
  positive: msg`Good for us`,
  neutral: msg`Neither good nor bad`,
  negative: msg`Bad for us`,
};

export const COMPARISON: Record<Rule["operator"], MessageDescriptor> = {
  "=": msg({ message: "is", context: "comparison of an answer" }),
  "!=": msg({ message: "is not", context: "comparison of an answer" }),
  "<": msg({ message: "is less than", context: "comparison of an answer" }),
  "<=": msg({ message: "is at most", context: "comparison of an answer" }),
  ">": msg({ message: "is more than", context: "comparison of an answer" }),
  ">=": msg({ message: "is at least", context: "comparison of an answer" }),
  in: msg({ message: "is one of", context: "comparison of an answer" }),
  notIn: msg({ message: "is none of", context: "comparison of an answer" }),
  contains: msg({ message: "contains", context: "comparison of an answer" }),
  null: msg({ message: "has no answer", context: "comparison of an answer" }),
  notNull: msg({ message: "has any answer", context: "comparison of an answer" }),
};
