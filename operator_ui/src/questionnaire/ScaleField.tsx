import { useTranslated } from "../app/useTranslated";
import type { FieldProps } from "./QuestionField";
import classes from "./ScaleField.module.css";

/** A mark from the lowest to the highest, in one row. */
export function ScaleField({ question, value, titleId, onSave }: FieldProps) {
  const translated = useTranslated();
  const { scale } = question;
  if (!scale) return null;
  const marks = Array.from({ length: scale.max - scale.min + 1 }, (_, place) => scale.min + place);
  return (
    <div className={classes.scale}>
      <div className={classes.marks} role="radiogroup" aria-labelledby={titleId}>
        {marks.map((mark) => (
          <label key={mark} className={classes.mark}>
            <input type="radio" name={question.id} checked={value === mark} onChange={() => onSave(mark)} />
            {mark}
          </label>
        ))}
      </div>
      {(scale.min_label || scale.max_label) && (
        <div className={classes.ends}>
          <span>{scale.min_label && translated(scale.min_label)}</span>
          <span>{scale.max_label && translated(scale.max_label)}</span>
        </div>
      )}
    </div>
  );
}
