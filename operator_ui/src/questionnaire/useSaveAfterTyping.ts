import { useEffect, useEffectEvent, useRef } from "react";

const PAUSE_MS = 500;

/** Saves once typing pauses; `flush` saves at once what still waits. Nothing is lost when the field goes. */
export function useSaveAfterTyping<Value>(save: (value: Value) => void) {
  const waiting = useRef<{ value: Value; timer: ReturnType<typeof setTimeout> } | null>(null);

  const flush = () => {
    const held = waiting.current;
    if (!held) return;
    clearTimeout(held.timer);
    waiting.current = null;
    save(held.value);
  };
  const schedule = (value: Value) => {
    if (waiting.current) clearTimeout(waiting.current.timer);
    waiting.current = { value, timer: setTimeout(flush, PAUSE_MS) };
  };

  const flushAtTheEnd = useEffectEvent(flush);
  useEffect(() => () => flushAtTheEnd(), []);
  return { schedule, flush };
}
