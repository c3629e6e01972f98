import type { AnswerValue, Question } from "../api/types";
import { ChoiceField } from "./ChoiceField";
import { ScaleField } from "./ScaleField";
import { DateField, NumberField, TextField } from "./TypedFields";

export type FieldProps = {
  question: Question;
  value: AnswerValue;
  /** The element whose text names the field. */
  titleId: string;
  onSave: (value: AnswerValue) => void;
};

export function QuestionField(props: FieldProps) {
  switch (props.question.kind) {
    case "single":
    case "multiple":
      return <ChoiceField {...props} />;
    case "scale":
      return <ScaleField {...props} />;
    case "number":
      return <NumberField {...props} />;
    case "date":
      return <DateField {...props} />;
    case "text":
      return <TextField {...props} />;
  }
}
