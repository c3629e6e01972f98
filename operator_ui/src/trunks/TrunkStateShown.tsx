import { Trans, useLingui } from "@lingui/react/macro";
import type { TrunkFigures } from "./requests";
import classes from "./Trunks.module.css";
import { TRUNK_FAULT, TRUNK_STATE } from "./words";

export function TrunkStateShown({ now }: { now: TrunkFigures }) {
  const { i18n } = useLingui();
  return (
    <span className={classes.state} data-state={now.state}>
      <span>
        {i18n._(TRUNK_STATE[now.state])}
        {now.fault && <div className={classes.muted}>{i18n._(TRUNK_FAULT[now.fault])}</div>}
        {now.probed_at && (
          <div className={classes.muted}>
            <Trans>is tried again at {i18n.date(now.probed_at, { timeStyle: "medium" })}</Trans>
          </div>
        )}
      </span>
    </span>
  );
}
