import { useLingui } from "@lingui/react";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { api } from "../api/client";
import type { CallCard, Verdict } from "../api/types";
import { errorText } from "../app/errorText";
import { useLiveStore } from "../live/LiveProvider";
import { type Draft, dropDraft, keepDraft, readDraft } from "./draft";

/** The verdict as it takes shape, kept across a reload until the server has it. */
export function useVerdict(call: CallCard) {
  const { i18n } = useLingui();
  const store = useLiveStore();
  const callId = call.call_id;
  const [draft, setDraft] = useState<Draft>(() => firstDraft(call));
  const [isAwaitingEnd, setIsAwaitingEnd] = useState(false);

  const dispose = useMutation({
    mutationFn: (verdict: Verdict) => api.dispose(callId, verdict),
    onSuccess: (_, { disposition, note = "" }) => {
      dropDraft(callId);
      store.apply({ type: "call_disposed", call_id: callId, disposition, note });
    },
  });
  const hangUp = useMutation({
    mutationFn: () => api.hangUp(callId),
    onError: () => setIsAwaitingEnd(false),
  });

  const change = (part: Draft) => {
    setDraft((before) => ({ ...before, ...part }));
    keepDraft(callId, part);
  };
  const choice = call.campaign.dispositions.find(({ code }) => code === draft.disposition) ?? null;

  const isOver = call.state === "ended";
  const send = () => {
    if (choice) dispose.mutate(verdictOf(draft, choice.effect === "callback"));
  };
  const submit = () => {
    if (isOver) return send();
    setIsAwaitingEnd(true);
    hangUp.mutate();
  };

  const sendOnceOver = useEffectEvent(() => {
    setIsAwaitingEnd(false);
    send();
  });
  useEffect(() => {
    if (isOver && isAwaitingEnd) sendOnceOver();
  }, [isOver, isAwaitingEnd]);

  const error = dispose.error ?? hangUp.error;
  return {
    draft,
    choice,
    change,
    submit,
    isSaving: dispose.isPending || hangUp.isPending || isAwaitingEnd,
    problem: error ? errorText(i18n, error) : null,
  };
}

function firstDraft(call: CallCard): Draft {
  const { answers: _, ...kept } = readDraft(call.call_id);
  return { disposition: call.disposition, note: call.note, ...kept };
}

function verdictOf(
  { disposition, note, callback_at, callback_is_shared }: Draft,
  isCallback: boolean,
): Verdict {
  return {
    disposition: disposition ?? "",
    note: note?.trim() ?? "",
    ...(isCallback && callback_at ? { callback_at, callback_is_shared: callback_is_shared ?? false } : {}),
  };
}
