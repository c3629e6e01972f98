/** The parts of a document while they are edited: moved, added, made another kind; pure. */
import type { Condition, DispositionChoice, Question, Rule, Translated } from "../api/types";
import type { ScriptBlock } from "./requests";

export const MOST_BLOCKS = 200;
export const MOST_QUESTIONS = 100;
export const MOST_OPTIONS = 50;
const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
const NO_WORDS: Translated = { ru: "", en: "" };

/** A block has no id of its own; while it is edited it keeps this key, however it is moved. */
export type KeyedBlock = ScriptBlock & { key: string };

export function keyed(blocks: readonly ScriptBlock[]): KeyedBlock[] {
  return blocks.map((block, place) => ({ ...block, key: `stored-${place}` }));
}

export function unkeyed(blocks: readonly KeyedBlock[]): ScriptBlock[] {
  return blocks.map(({ kind, text }) => ({ kind, text }));
}

/** The list with the part at `from` at `to`; as it is, if there is no such place. */
export function moved<Part>(parts: readonly Part[], from: number, to: number): Part[] {
  const part = parts[from];
  if (part === undefined || to < 0 || to >= parts.length) return [...parts];
  const others = parts.filter((_, place) => place !== from);
  return [...others.slice(0, to), part, ...others.slice(to)];
}

export function replaced<Part>(parts: readonly Part[], place: number, part: Part): Part[] {
  return parts.map((one, its) => (its === place ? part : one));
}

export function without<Part>(parts: readonly Part[], place: number): Part[] {
  return parts.filter((_, its) => its !== place);
}

export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export function newBlock(key: string, kind: ScriptBlock["kind"]): KeyedBlock {
  return { key, kind, text: NO_WORDS };
}

export function newQuestion(id: string): Question {
  return {
    id,
    kind: "text",
    text: NO_WORDS,
    required: false,
    options: [],
    scale: null,
    number: null,
    shown_if: null,
  };
}

/** null: every key is taken. */
export function newDisposition(code: string, others: readonly DispositionChoice[]): DispositionChoice | null {
  const key = KEYS.find((one) => others.every((other) => other.key !== one));
  if (!key) return null;
  return { code, label: NO_WORDS, effect: "close", tone: "neutral", requires_questionnaire: false, key };
}

/** The keys that a disposition may have: its own and those nobody else has. */
export function freeKeys(choices: readonly DispositionChoice[], code: string): string[] {
  return KEYS.filter((key) => choices.every((one) => one.key !== key || one.code === code));
}

/** The same question, answered in another way; what it had of that kind before, it keeps. */
export function ofKind(question: Question, kind: Question["kind"], optionIds: [string, string]): Question {
  const isChoice = kind === "single" || kind === "multiple";
  const begun = optionIds.map((id) => ({ id, label: NO_WORDS }));
  return {
    ...question,
    kind,
    options: isChoice ? (question.options.length > 0 ? question.options : begun) : [],
    scale: kind === "scale" ? { min: 1, max: 5, min_label: null, max_label: null } : null,
    number: null,
  };
}

/** A text that may be left out altogether. */
export function orNone(text: Translated): Translated | null {
  return text.ru === "" && text.en === "" ? null : text;
}

/** What a picker can show of a condition: one comparison; null for whatever is more than that. */
export function onlyRule(condition: Condition): Rule | null {
  const [rule] = condition.rules;
  if (condition.not || condition.rules.length !== 1 || !rule || "rules" in rule) return null;
  return rule;
}

export function shownIf(rule: Rule): Condition {
  return { combinator: "and", not: false, rules: [rule] };
}

const EQUAL: Rule["operator"][] = ["=", "!=", "notNull", "null"];
const ORDERED: Rule["operator"][] = ["=", "!=", ">", ">=", "<", "<=", "notNull", "null"];

export const OPERATORS: Record<Question["kind"], Rule["operator"][]> = {
  single: EQUAL,
  multiple: ["contains", "notNull", "null"],
  scale: ORDERED,
  number: ORDERED,
  date: ORDERED,
  text: ["=", "!=", "contains", "notNull", "null"],
};

export function needsValue(operator: Rule["operator"]): boolean {
  return operator !== "null" && operator !== "notNull";
}

/** A comparison with an earlier question that can be saved as it is, as far as it can be guessed. */
export function firstRule(question: Question): Rule {
  const operator = OPERATORS[question.kind][0] ?? "notNull";
  const value = question.options[0]?.id ?? question.scale?.min ?? null;
  return value === null
    ? { field: question.id, operator: "notNull", value }
    : { field: question.id, operator, value };
}

export const PLACEHOLDERS = ["client_name", "person_name", "operator_name"] as const;

/** Braces that nothing is filled into: the operator would read them as they stand. */
export function unknownPlaceholders(text: string): string[] {
  const found = [...text.matchAll(/\{([^{}]*)\}/g)];
  const unknown = found.filter(([, name]) => !PLACEHOLDERS.some((known) => known === name));
  return [...new Set(unknown.map(([whole]) => whole))];
}

export function insertedAt(text: string, place: number, inserted: string): string {
  return text.slice(0, place) + inserted + text.slice(place);
}

/** Why a document was refused, and which part stood where when it was. */
export type Refusal = { reasons: Record<string, string>; keys: readonly string[] };

/** Of one part, by the place within it, wherever it has been moved since. */
export function reasonsOf(refusal: Refusal | null, list: string, key: string): Record<string, string> {
  if (!refusal) return {};
  const prefix = `${list}.${refusal.keys.indexOf(key)}.`;
  return under(refusal.reasons, prefix);
}

export function under(reasons: Record<string, string>, prefix: string): Record<string, string> {
  const own = Object.entries(reasons).filter(([field]) => field.startsWith(prefix));
  return Object.fromEntries(own.map(([field, reason]) => [field.slice(prefix.length), reason]));
}
