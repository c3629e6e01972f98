import { useLingui } from "@lingui/react/macro";
import { NumberInput, Textarea } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { useState } from "react";
import type { AnswerValue } from "../api/types";
import { typedDate } from "../time/typedDate";
import type { FieldProps } from "./QuestionField";
import classes from "./TypedFields.module.css";
import { useSaveAfterTyping } from "./useSaveAfterTyping";

export function TextField({ value, titleId, onSave }: FieldProps) {
  const [text, setText, flush] = useTyped(typeof value === "string" ? value : "", (typed) =>
    onSave(typed.trim() === "" ? null : typed),
  );
  return (
    <Textarea
      aria-labelledby={titleId}
      rows={2}
      classNames={{ input: classes.text }}
      maxLength={4000}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={flush}
    />
  );
}

export function NumberField({ question, value, titleId, onSave }: FieldProps) {
  const { number } = question;
  const [text, setText, flush] = useTyped<string | number>(typeof value === "number" ? value : "", (typed) =>
    onSave(asAnswer(typed)),
  );
  return (
    <NumberInput
      aria-labelledby={titleId}
      w={180}
      min={number?.min ?? undefined}
      max={number?.max ?? undefined}
      suffix={number?.unit ? ` ${number.unit}` : undefined}
      value={text}
      onChange={setText}
      onBlur={flush}
    />
  );
}

export function DateField({ value, titleId, onSave }: FieldProps) {
  const { t } = useLingui();
  return (
    <DateInput
      aria-labelledby={titleId}
      w={200}
      clearable
      placeholder={t`DD.MM.YYYY`}
      valueFormat="DD.MM.YYYY"
      dateParser={typedDate}
      value={typeof value === "string" ? value : null}
      onChange={(date) => onSave(date)}
    />
  );
}

/** What is being typed; it goes to the server after a pause, or when the field is left. */
function useTyped<Typed>(given: Typed, save: (typed: Typed) => void) {
  const [typed, setTyped] = useState(given);
  const { schedule, flush } = useSaveAfterTyping(save);
  const change = (next: Typed) => {
    setTyped(next);
    schedule(next);
  };
  return [typed, change, flush] as const;
}

function asAnswer(typed: string | number): AnswerValue {
  if (typed === "" || typed === "-") return null;
  const number = Number(typed);
  return Number.isFinite(number) ? number : null;
}
