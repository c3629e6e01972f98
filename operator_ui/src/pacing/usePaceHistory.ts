import { useEffect, useRef, useState } from "react";
import type { PaceFigures } from "../api/types";
import { type PaceMoment, withMoment } from "./paceHistory";

const EVERY_MS = 1_000;

/** The pace, once a second since the page was opened. */
export function usePaceHistory(pace: PaceFigures | null): readonly PaceMoment[] {
  const [history, setHistory] = useState<readonly PaceMoment[]>([]);
  const newest = useRef(pace);
  useEffect(() => {
    newest.current = pace;
  }, [pace]);
  useEffect(() => {
    const timer = setInterval(() => {
      const { current } = newest;
      if (current) setHistory((before) => withMoment(before, { atMs: Date.now(), pace: current }));
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return history;
}
