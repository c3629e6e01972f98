import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../api/client";
import { useTranslated } from "../app/useTranslated";
import { law } from "../law/requests";
import type { Names } from "./values";

/** What the codes and ids are called that the audit trail holds; what is gone keeps its code. */
export function useNames(): Names {
  const translated = useTranslated();
  const policies = useQuery({ queryKey: ["policies"], queryFn: law.policies }).data;
  const campaigns = useQuery({ queryKey: ["campaigns"], queryFn: api.campaigns }).data;
  const messages = useQuery({ queryKey: ["voice-messages"], queryFn: api.voiceMessages }).data;
  return useMemo(() => {
    const dispositions = (campaigns ?? []).flatMap((one) => one.dispositions);
    return Object.fromEntries([
      ...dispositions.map(({ code, label }) => [code, translated(label)]),
      ...(policies ?? []).flatMap(({ id, code, name }) => [
        [id, translated(name)],
        [code, translated(name)],
      ]),
      ...(campaigns ?? []).map(({ id, name }) => [id, name]),
      ...(messages ?? []).map(({ id, name }) => [id, name]),
    ]);
  }, [policies, campaigns, messages, translated]);
}
