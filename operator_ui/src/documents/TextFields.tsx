import { useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import type { RefCallback } from "react";
import type { Translated } from "../api/types";
import classes from "./DocumentsTab.module.css";

export type TextLanguage = keyof Translated;

type TextFieldsProps = {
  /** What the text is, for whoever does not see where it stands. */
  name: string;
  text: Translated;
  /** By language, or under an empty name for want of any words. */
  reasons: Record<string, string>;
  onChange: (text: Translated) => void;
  fieldRef?: (language: TextLanguage) => RefCallback<HTMLTextAreaElement>;
};

/** One text in both languages, side by side; one of them may stay empty. */
export function TextFields({ name, text, reasons, onChange, fieldRef }: TextFieldsProps) {
  const { t } = useLingui();
  const isEmpty = !text.ru.trim() && !text.en.trim();
  const field = (language: TextLanguage, languageName: string) => (
    <Textarea
      ref={fieldRef?.(language)}
      aria-label={`${name}, ${languageName}`}
      placeholder={languageName}
      autosize
      minRows={1}
      maxRows={8}
      maxLength={2000}
      value={text[language]}
      error={reasons[`.${language}`] ?? (isEmpty && reasons[""])}
      onChange={({ currentTarget }) => onChange({ ...text, [language]: currentTarget.value })}
    />
  );
  return (
    <div className={classes.pair}>
      {field("ru", t`in Russian`)}
      {field("en", t`in English`)}
    </div>
  );
}
