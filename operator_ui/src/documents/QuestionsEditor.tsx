import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { Answers, AnswerValue, Question } from "../api/types";
import { QuestionnairePanel } from "../questionnaire/QuestionnairePanel";
import classes from "./DocumentsTab.module.css";
import { EditorFrame } from "./EditorFrame";
import { newId } from "./newId";
import { MOST_QUESTIONS, moved, newQuestion, reasonsOf, replaced, without } from "./parts";
import { QuestionPart } from "./QuestionPart";
import type { Editing } from "./useDocument";

/** What operators ask, question by question; one of them is open. */
export function QuestionsEditor({ questions: editing }: { questions: Editing<Question[]> }) {
  const { t } = useLingui();
  const { parts: questions, change, refusal } = editing;
  const [openId, setOpenId] = useState<string | null>(null);
  const add = () => {
    const question = newQuestion(newId("q"));
    change([...questions, question]);
    setOpenId(question.id);
  };
  return (
    <EditorFrame
      name={t`Questionnaire`}
      editing={editing}
      preview={<QuestionsPreview questions={questions} />}
    >
      <ol className={classes.parts} aria-label={t`Questions`}>
        {questions.map((question, place) => (
          <QuestionPart
            key={question.id}
            question={question}
            earlier={questions.slice(0, place)}
            place={place}
            count={questions.length}
            isOpen={question.id === openId}
            reasons={reasonsOf(refusal, "questions", question.id)}
            onOpen={() => setOpenId(question.id === openId ? null : question.id)}
            onChange={(part) => change(replaced(questions, place, part))}
            onMove={(to) => change(moved(questions, place, to))}
            onRemove={() => change(without(questions, place))}
          />
        ))}
      </ol>
      {questions.length === 0 && (
        <p className={classes.note}>
          <Trans>Nothing is asked.</Trans>
        </p>
      )}
      <Group>
        <Button
          size="xs"
          variant="light"
          leftSection={<IconPlus size={14} />}
          disabled={questions.length >= MOST_QUESTIONS}
          onClick={add}
        >
          <Trans>Add a question</Trans>
        </Button>
      </Group>
    </EditorFrame>
  );
}

type TriedAnswer = { kind: Question["kind"]; value: AnswerValue };

/** The operator's own panel; what is answered here goes nowhere. */
function QuestionsPreview({ questions }: { questions: Question[] }) {
  const [tried, setTried] = useState<Record<string, TriedAnswer>>({});
  const values: Answers = {};
  for (const { id, kind } of questions) {
    const answer = tried[id];
    if (answer?.kind === kind) values[id] = answer.value;
  }
  const save = (id: string, value: AnswerValue) => {
    const asked = questions.find((question) => question.id === id);
    if (asked) setTried((before) => ({ ...before, [id]: { kind: asked.kind, value } }));
  };
  return <QuestionnairePanel questions={questions} answers={{ values, local: {}, save }} />;
}
