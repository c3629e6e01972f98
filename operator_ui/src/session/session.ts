import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../api/client";
import type { User } from "../api/types";

const SESSION = ["session"];

/** Who is logged in; null: nobody. */
export function useSession() {
  return useQuery({ queryKey: SESSION, queryFn: api.session, staleTime: Number.POSITIVE_INFINITY });
}

export function useSetSession(): (user: User | null) => void {
  const queryClient = useQueryClient();
  return (user) => {
    // Nothing that one user has seen may be shown to the next.
    if (user === null) queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
    queryClient.setQueryData(SESSION, user);
  };
}
