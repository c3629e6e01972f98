import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api } from "../api/client";
import type { LiveEvent } from "../api/events";
import { useLiveEvents } from "../live/LiveProvider";
import { useUser } from "../session/UserProvider";
import { changesToday } from "./today";

const TODAY = ["operator-today"];

export function useToday() {
  return useQuery({ queryKey: TODAY, queryFn: api.today });
}

/** Has the day counted anew when something changes it, whatever page is open. */
export function useFollowToday(): void {
  const queryClient = useQueryClient();
  const { id } = useUser();
  useLiveEvents(
    useCallback(
      (event: LiveEvent) => {
        if (changesToday(event, id)) void queryClient.invalidateQueries({ queryKey: TODAY });
      },
      [queryClient, id],
    ),
  );
}
