import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api } from "../api/client";
import type { LiveEvent } from "../api/events";
import { useLiveEvents } from "../live/LiveProvider";

const PROMISES = ["operator-promises"];

/** The calls that the user has promised and not made yet, the next one first. */
export function usePromises() {
  return useQuery({ queryKey: PROMISES, queryFn: api.promises });
}

/** Has the promises read anew when one is given or kept, whatever page is open. */
export function useFollowPromises(): void {
  const queryClient = useQueryClient();
  useLiveEvents(
    useCallback(
      (event: LiveEvent) => {
        if (changesPromises(event)) void queryClient.invalidateQueries({ queryKey: PROMISES });
      },
      [queryClient],
    ),
  );
}

function changesPromises(event: LiveEvent): boolean {
  if (event.type === "call_changed") return event.state === "ended";
  return event.type === "snapshot" || event.type === "call_disposed";
}
