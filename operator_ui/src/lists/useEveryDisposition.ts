import { useQuery } from "@tanstack/react-query";
import { api } from "../api/client";
import type { Campaign, DispositionChoice } from "../api/types";

/** Every verdict that the campaign's calls may carry; while they come, those that it offers now. */
export function useEveryDisposition({ id, edition, dispositions }: Campaign): readonly DispositionChoice[] {
  const { data } = useQuery({
    queryKey: ["dispositions", id, edition],
    queryFn: () => api.everyDisposition(id),
  });
  return data ?? dispositions;
}
