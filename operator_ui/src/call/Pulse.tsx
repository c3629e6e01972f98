import { Mark } from "../app/Mark";
import classes from "./Pulse.module.css";

/** The bell, with slow rings while calls may come. */
export function Pulse({ isListening }: { isListening: boolean }) {
  return (
    <div className={classes.pulse} data-listening={isListening || undefined} aria-hidden="true">
      <span />
      <span />
      <Mark size={64} />
    </div>
  );
}
