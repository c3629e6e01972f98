import { useTranslated } from "../app/useTranslated";
import classes from "./ChoiceField.module.css";
import type { FieldProps } from "./QuestionField";

/** One or several of the options, as large targets; real radios and checkboxes underneath. */
export function ChoiceField({ question, value, titleId, onSave }: FieldProps) {
  const translated = useTranslated();
  const isSingle = question.kind === "single";
  const chosen = Array.isArray(value) ? value : value === null ? [] : [String(value)];
  const choose = (optionId: string) => {
    if (isSingle) onSave(optionId);
    else if (chosen.includes(optionId)) onSave(chosen.filter((one) => one !== optionId));
    else onSave([...chosen, optionId]);
  };
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a label
    <div className={classes.options} role={isSingle ? "radiogroup" : "group"} aria-labelledby={titleId}>
      {(question.options ?? []).map((option) => (
        <label key={option.id} className={classes.option} data-kind={question.kind}>
          <input
            type={isSingle ? "radio" : "checkbox"}
            name={question.id}
            checked={chosen.includes(option.id)}
            onChange={() => choose(option.id)}
          />
          {translated(option.label)}
        </label>
      ))}
    </div>
  );
}
