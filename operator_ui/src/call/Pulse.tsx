import { Mark } from "../app/Mark";
import classes from "./Pulse.module.css";

/** The bell, which rings twice when calls may come from now on. */
export function Pulse({ isListening }: { isListening: boolean }) {
  return (
    <div className={classes.pulse} data-listening={isListening || undefined} aria-hidden="true">
      <span />
      <span />
      <Mark size={64} />
    </div>
  );
}
