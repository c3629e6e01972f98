import classes from "./KeyHint.module.css";
import { keyName } from "./keyName";

/** The key beside an action; decorative, screen readers hear of keys in the list of shortcuts. */
export function KeyHint({ code, isInverse = false }: { code: string; isInverse?: boolean }) {
  return (
    <span className={classes.key} data-inverse={isInverse || undefined} aria-hidden="true">
      {keyName(code)}
    </span>
  );
}
