import { useEffect, useSyncExternalStore } from "react";
import { useLiveStore } from "../live/LiveProvider";
import { PaceHistoryKeeper } from "./PaceHistoryKeeper";
import type { PaceMoment } from "./paceHistory";

const EVERY_MS = 1_000;

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

/** The campaign's pace, once a second since somebody logged in here. */
export function usePaceHistory(campaignId: string): readonly PaceMoment[] {
  return useSyncExternalStore(keeper.subscribe, () => keeper.of(campaignId));
}
