import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { api } from "../api/client";
import type { Answers, AnswerValue, CallCard } from "../api/types";
import { keepDraft, readDraft } from "../call/draft";
import { useLive } from "../live/LiveProvider";
import { AnswerSaver, type LocalAnswers } from "./AnswerSaver";

export type AnswerSheet = {
  /** Each answer as the operator sees it: what was given here wins over what the server last said. */
  values: Answers;
  /** The answers given on this page, with what has become of them. */
  local: LocalAnswers;
  save: (questionId: string, value: AnswerValue) => void;
};

export function useAnswers(call: CallCard): AnswerSheet {
  const callId = call.call_id;
  const [saver] = useState(
    () =>
      new AnswerSaver({
        unsaved: readDraft(callId).answers,
        send: (questionId, value) => api.saveAnswer(callId, questionId, value),
        keep: (answers) => keepDraft(callId, { answers }),
      }),
  );
  const local = useSyncExternalStore(saver.subscribe, saver.answers);
  const isConnected = useLive(({ phase }) => phase.name === "open");

  useEffect(() => {
    if (isConnected) saver.retryFailed();
  }, [isConnected, saver]);

  return useMemo(() => {
    const given = Object.entries(local).map(([id, { value }]) => [id, value] as const);
    return {
      values: { ...call.answers, ...Object.fromEntries(given) },
      local,
      save: (questionId, value) => saver.save(questionId, value),
    };
  }, [call.answers, local, saver]);
}
