import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { useLiveStore } from "../live/LiveProvider";
import { PaceHistoryKeeper } from "./PaceHistoryKeeper";
import { type PaceMoment, withEarlier } from "./paceHistory";
import { pacing } from "./requests";

const EVERY_MS = 1_000;
const NOTHING: readonly PaceMoment[] = [];

// One for the page: whoever opens a campaign's charts sees what came before, too.
const keeper = new PaceHistoryKeeper();

/** Keeps every campaign's pace once a second, for as long as the frame of the page is there. */
export function useKeepPaceHistory(): void {
  const store = useLiveStore();
  useEffect(() => {
    const timer = setInterval(() => {
      const { floor } = store.current();
      if (floor) keeper.keep(floor.figures, Date.now());
    }, EVERY_MS);
    return () => {
      clearInterval(timer);
      keeper.forget();
    };
  }, [store]);
}

/** The campaign's pace of the last quarter of an hour: once a second since the page is open, more seldom before. */
export function usePaceHistory(campaignId: string): readonly PaceMoment[] {
  const seen = useSyncExternalStore(keeper.subscribe, () => keeper.of(campaignId));
  const { data: earlier = NOTHING } = useQuery({
    queryKey: ["pace", campaignId],
    queryFn: () => pacing.recent(campaignId),
    // What was before the page was opened does not change.
    staleTime: Number.POSITIVE_INFINITY,
  });
  return useMemo(() => withEarlier(earlier, seen), [earlier, seen]);
}
