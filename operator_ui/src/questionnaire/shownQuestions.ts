/** Which questions are asked, and what is still missing; pure, and the same as the server decides. */
import type { Answers, AnswerValue, Question } from "../api/types";
import { holds, isEmpty } from "./condition";

/** An answer to a hidden question counts for nothing. */
export function shownQuestions(questions: readonly Question[], answers: Answers): Question[] {
  const counted: Record<string, AnswerValue> = {};
  return questions.filter((question) => {
    if (!holds(question.shown_if, counted)) return false;
    counted[question.id] = answers[question.id] ?? null;
    return true;
  });
}

export function missingQuestions(questions: readonly Question[], answers: Answers): Question[] {
  return shownQuestions(questions, answers).filter(
    (question) => question.required && isEmpty(answers[question.id]),
  );
}
