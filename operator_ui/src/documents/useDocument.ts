import { useLingui } from "@lingui/react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ProblemError } from "../api/client";
import type { Campaign } from "../api/types";
import { fieldReasons } from "../app/errorText";
import { useReport } from "../app/useReport";
import { isSame, type Refusal } from "./parts";

/** A document with what was changed of it on this page and is not saved yet. */
export type Editing<Parts> = {
  parts: Parts;
  isChanged: boolean;
  isSaving: boolean;
  isSaved: boolean;
  /** Somebody else has saved it since the change was begun here. */
  isOvertaken: boolean;
  refusal: Refusal | null;
  change: (parts: Parts) => void;
  save: () => void;
  discard: () => void;
};

/** What is shown of it by whoever does not know its parts. */
export type Saving = Omit<Editing<unknown>, "parts" | "change">;

type Draft<Parts> = { edition: number; parts: Parts };

export function useDocument<Part>(
  campaign: Campaign,
  stored: Part[],
  keyOf: (part: Part) => string,
  put: (edition: number, parts: Part[]) => Promise<Campaign>,
): Editing<Part[]> {
  const { i18n } = useLingui();
  const queryClient = useQueryClient();
  const report = useReport();
  const [draft, setDraft] = useState<Draft<Part[]> | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const save = useMutation({
    mutationFn: ({ edition, parts }: Draft<Part[]>) => put(edition, parts),
    onMutate: () => setRefusal(null),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ["campaigns"] });
      void queryClient.invalidateQueries({ queryKey: ["changes"] });
      setDraft(null);
    },
    onError: (error, { parts }) => {
      const reasons = fieldReasons(i18n, error);
      if (Object.keys(reasons).length > 0) setRefusal({ reasons, keys: parts.map(keyOf) });
      else if (!isOvertaking(error)) report(error);
    },
  });
  const isChanged = draft !== null && !isSame(draft.parts, stored);

  return {
    parts: draft?.parts ?? stored,
    isChanged,
    isSaving: save.isPending,
    isSaved: save.isSuccess && !isChanged,
    isOvertaken: isOvertaking(save.error),
    refusal,
    change: (parts) => setDraft((before) => ({ edition: before?.edition ?? campaign.edition, parts })),
    save: () => draft && save.mutate(draft),
    discard: () => {
      setDraft(null);
      setRefusal(null);
      save.reset();
      void queryClient.invalidateQueries({ queryKey: ["campaigns"] });
    },
  };
}

function isOvertaking(error: unknown): boolean {
  return error instanceof ProblemError && error.code === "document_changed";
}
