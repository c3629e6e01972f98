import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

/** Asks for the campaign's lists anew as soon as one of so many jobs on them has ended. */
export function useListsAfterJobs(campaignId: string, going: number) {
  const queryClient = useQueryClient();
  const before = useRef(going);
  useEffect(() => {
    if (going < before.current) void queryClient.invalidateQueries({ queryKey: ["lists", campaignId] });
    before.current = going;
  }, [going, queryClient, campaignId]);
}
