const NAMES: Record<string, string> = { Slash: "?", Enter: "↵", Escape: "Esc", Ctrl: "Ctrl" };

/** `Ctrl+Enter` → "Ctrl ↵", `KeyM` → "M", `Digit1` → "1". */
export function keyName(shortcut: string): string {
  return shortcut
    .split("+")
    .filter((part) => part !== "Shift")
    .map((part) => NAMES[part] ?? part.replace(/^(Key|Digit)/, ""))
    .join(" ");
}
