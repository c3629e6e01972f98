import { useEffect, useEffectEvent } from "react";
import { fires, isTypingIn } from "./shortcut";

/** Calls `action` when the shortcut is pressed; null: the action is not possible now. */
export function useShortcut(shortcut: string, action: (() => void) | null): void {
  const isPossible = action !== null;
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.repeat || isDialogOpen()) return;
    if (!fires(shortcut, event, isTypingIn(event.target))) return;
    event.preventDefault();
    action?.();
  });

  useEffect(() => {
    if (!isPossible) return;
    globalThis.addEventListener("keydown", press);
    return () => globalThis.removeEventListener("keydown", press);
  }, [isPossible]);
}

/** A dialogue in front of the page owns the keys. */
function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
}
