import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import classes from "./ConnectionIndicator.module.css";
import { useLive } from "./LiveProvider";
import type { Phase } from "./phase";

const TEXT: Record<Phase["name"], MessageDescriptor> = {
  idle: msg`No connection`,
  connecting: msg`Connecting…`,
  open: msg`Connected`,
  waiting: msg`Connection lost, trying again…`,
  stopped: msg`No connection`,
};

/** Quiet while all is well, plain when it is not. */
export function ConnectionIndicator() {
  const { i18n } = useLingui();
  const phase = useLive((live) => live.phase.name);
  const text = i18n._(TEXT[phase]);
  return (
    <span className={classes.indicator} data-phase={phase} role="status" title={text}>
      <span className={classes.dot} aria-hidden="true" />
      <span className={classes.text}>{text}</span>
    </span>
  );
}
