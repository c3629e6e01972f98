import { useLingui } from "@lingui/react/macro";
import { type KeyboardEvent, useState } from "react";
import classes from "./Keypad.module.css";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

/** Tones for the machine on the other side; by mouse or by typing. */
export function Keypad({ onPress }: { onPress: (digit: string) => void }) {
  const { t } = useLingui();
  const [pressed, setPressed] = useState("");
  const press = (digit: string) => {
    setPressed((digits) => (digits + digit).slice(-16));
    onPress(digit);
  };
  const type = (event: KeyboardEvent) => {
    if (!KEYS.includes(event.key)) return;
    // Otherwise a digit would also choose a disposition behind the keypad.
    event.stopPropagation();
    press(event.key);
  };
  return (
    <div className={classes.keypad} role="group" aria-label={t`Keys`} onKeyDown={type}>
      <output className={classes.pressed} aria-label={t`Pressed keys`}>
        {pressed || "—"}
      </output>
      {KEYS.map((digit) => (
        <button
          key={digit}
          type="button"
          data-autofocus={digit === "1" || undefined}
          onClick={() => press(digit)}
        >
          {digit}
        </button>
      ))}
    </div>
  );
}
