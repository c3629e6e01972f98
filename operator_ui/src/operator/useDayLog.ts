import { useLocalStorage } from "@mantine/hooks";
import { useCallback } from "react";
import type { LiveEvent } from "../api/events";
import { useLiveEvents } from "../live/LiveProvider";
import { useUser } from "../session/session";
import type { LiveState } from "../state/live";
import { type DayLog, emptyLog, withCall } from "./dayLog";

function useStoredLog() {
  const user = useUser();
  return useLocalStorage<DayLog>({
    key: `zvonar-day:${user.id}`,
    defaultValue: emptyLog(new Date()),
    getInitialValueInEffect: false,
  });
}

/** Writes down each call the moment it is disposed of. */
export function useKeepDayLog(): void {
  const [, setLog] = useStoredLog();
  useLiveEvents(
    useCallback(
      (event: LiveEvent, { call }: LiveState) => {
        if (event.type !== "call_disposed" || call?.call_id !== event.call_id) return;
        setLog((log) => withCall(log, call, event.disposition, new Date()));
      },
      [setLog],
    ),
  );
}

export function useDayLog(): DayLog {
  const [log] = useStoredLog();
  const today = emptyLog(new Date());
  return log.day === today.day ? log : today;
}
