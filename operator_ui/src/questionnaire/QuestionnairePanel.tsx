import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { IconMessageQuestion } from "@tabler/icons-react";
import type { Question } from "../api/types";
import { useShortcut } from "../keyboard/useShortcut";
import { isEmpty } from "./condition";
import { focusQuestion } from "./focusQuestion";
import { QuestionItem } from "./QuestionItem";
import classes from "./QuestionnairePanel.module.css";
import { missingQuestions, shownQuestions } from "./shownQuestions";
import type { AnswerSheet } from "./useAnswers";

type QuestionnairePanelProps = { questions: readonly Question[]; answers: AnswerSheet };

export function QuestionnairePanel({ questions, answers }: QuestionnairePanelProps) {
  const { t } = useLingui();
  const shown = shownQuestions(questions, answers.values);
  const missing = missingQuestions(questions, answers.values).length;
  const next = shown.find((question) => isEmpty(answers.values[question.id]));
  useShortcut("KeyQ", next ? () => focusQuestion(next.id) : null);

  if (questions.length === 0) {
    return (
      <section className={classes.empty} aria-label={t`Questionnaire`}>
        <IconMessageQuestion size={28} stroke={1.4} aria-hidden="true" />
        <p>
          <Trans>This call has no questionnaire. Write down in the note what was agreed.</Trans>
        </p>
      </section>
    );
  }
  return (
    <section className={classes.panel} aria-label={t`Questionnaire`}>
      <header className={classes.head}>
        <h2 elementtiming="questionnaire">
          <Trans>Questionnaire</Trans>
        </h2>
        <span className={classes.progress} role="status" data-done={missing === 0 || undefined}>
          {missing === 0 ? (
            <Trans>All required answers are given</Trans>
          ) : (
            <Plural
              value={missing}
              one="# required answer is missing"
              few="# required answers are missing"
              many="# required answers are missing"
              other="# required answers are missing"
            />
          )}
        </span>
      </header>
      <ol className={classes.questions}>
        {shown.map((question, place) => (
          <QuestionItem
            key={question.id}
            question={question}
            number={place + 1}
            value={answers.values[question.id] ?? null}
            saving={answers.local[question.id]}
            onSave={answers.save}
          />
        ))}
      </ol>
    </section>
  );
}
