/**
 * Which key press means which action; pure. Keys are named by their place on the keyboard (`KeyM`,
 * `Digit1`), so that they work the same on a Russian and on an English layout.
 */
export type KeyPress = Pick<KeyboardEvent, "code" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey">;

/**
 * A plain key (`KeyM`) also fires with Alt, and with Alt alone while somebody types in a field.
 * `Ctrl+Enter` fires everywhere, with Command on a Mac. `Shift+Slash` is plain with Shift.
 */
export function fires(shortcut: string, press: KeyPress, isTyping: boolean): boolean {
  const parts = shortcut.split("+");
  const code = parts.at(-1);
  if (press.code !== code && !(code === "Enter" && press.code === "NumpadEnter")) return false;
  const hasCommand = press.ctrlKey || press.metaKey;
  if (parts.includes("Ctrl")) return hasCommand && !press.altKey && !press.shiftKey;
  if (hasCommand || press.shiftKey !== parts.includes("Shift")) return false;
  return press.altKey || !isTyping;
}

const TEXT_INPUTS = new Set(["text", "search", "tel", "email", "password", "number", "url", "date", "time"]);

export function isTypingIn(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return TEXT_INPUTS.has(target.type);
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLElement && target.isContentEditable;
}
