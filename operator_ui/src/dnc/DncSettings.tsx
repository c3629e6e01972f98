import { Trans } from "@lingui/react/macro";
import { DncRegister } from "./DncRegister";
import classes from "./DncRegister.module.css";

/** The numbers that nobody may call, and those of single campaigns. */
export function DncSettings() {
  return (
    <section className={classes.panel}>
      <h1 className={classes.title}>
        <Trans>Do-not-call list</Trans>
      </h1>
      <DncRegister campaign={null} />
    </section>
  );
}
