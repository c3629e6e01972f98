import { Trans, useLingui } from "@lingui/react/macro";
import { Loader, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { memo } from "react";
import type { AnswerValue, Question } from "../api/types";
import { reasonOf } from "../app/errorText";
import { useTranslated } from "../app/useTranslated";
import type { LocalAnswer } from "./AnswerSaver";
import { isEmpty } from "./condition";
import { questionElementId } from "./focusQuestion";
import { QuestionField } from "./QuestionField";
import classes from "./QuestionItem.module.css";

type QuestionItemProps = {
  question: Question;
  number: number;
  value: AnswerValue;
  saving: LocalAnswer | undefined;
  onSave: (questionId: string, value: AnswerValue) => void;
};

/** One question with its field and the mark of its saving. */
export const QuestionItem = memo(function QuestionItem({
  question,
  number,
  value,
  saving,
  onSave,
}: QuestionItemProps) {
  const { t } = useLingui();
  const translated = useTranslated();
  const titleId = `${questionElementId(question.id)}-title`;
  const save = (given: AnswerValue) => onSave(question.id, given);
  return (
    <li
      id={questionElementId(question.id)}
      className={classes.item}
      data-question={question.id}
      data-answered={!isEmpty(value) || undefined}
    >
      <div className={classes.head}>
        <span className={classes.number} aria-hidden="true">
          {number}
        </span>
        <span id={titleId} className={classes.text}>
          {translated(question.text)}
          {question.required && (
            <abbr className={classes.required} title={t`required`}>
              *
            </abbr>
          )}
        </span>
        <SavingMark saving={saving} onRetry={() => saving && save(saving.value)} />
      </div>
      <div className={classes.field}>
        <QuestionField question={question} value={value} titleId={titleId} onSave={save} />
      </div>
    </li>
  );
});

function SavingMark({ saving, onRetry }: { saving: LocalAnswer | undefined; onRetry: () => void }) {
  const { t, i18n } = useLingui();
  if (!saving) return null;
  if (saving.mark === "saving") return <Loader size={14} aria-label={t`Saving`} />;
  if (saving.mark === "saved") {
    return <IconCheck className={classes.saved} size={16} stroke={2.4} role="img" aria-label={t`Saved`} />;
  }
  return (
    <UnstyledButton
      className={classes.failed}
      role="alert"
      onClick={onRetry}
      title={reasonOf(i18n, saving.error)}
    >
      <IconAlertTriangle size={14} aria-hidden="true" />
      <Trans>Not saved, retry</Trans>
    </UnstyledButton>
  );
}
