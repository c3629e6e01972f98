import { Trans } from "@lingui/react/macro";
import type { OperatorState, PauseReason } from "../api/types";
import { useLive } from "../live/LiveProvider";
import { useUser } from "../session/UserProvider";
import { PromisesPanel } from "./PromisesPanel";
import { Pulse } from "./Pulse";
import { TodayPanel } from "./TodayPanel";
import classes from "./WaitingScreen.module.css";

/** The quiet between two calls: what one is waiting for, and what one has done. */
export function WaitingScreen() {
  const state = useLive((live) => live.operator?.state ?? "logged_out");
  const reason = useLive((live) => live.operator?.reason ?? null);
  return (
    <div className={classes.screen}>
      <section className={classes.hero}>
        <Pulse isListening={state === "available"} />
        <Headline state={state} reason={reason} />
      </section>
      <div className={classes.side}>
        <PromisesPanel />
        <TodayPanel />
      </div>
    </div>
  );
}

function Headline({ state, reason }: { state: OperatorState; reason: PauseReason | null }) {
  const { name } = useUser();
  switch (state) {
    case "available":
    case "reserved":
      return (
        <Words title={<Trans>Waiting for a call</Trans>}>
          <Trans>The client's card opens by itself as soon as somebody answers.</Trans>
        </Words>
      );
    case "paused":
      if (reason === "preview_missed")
        return (
          <Words title={<Trans>The time to decide is over</Trans>}>
            <Trans>You were offered a lead and did not decide. Press A when you are back.</Trans>
          </Words>
        );
      return (
        <Words title={<Trans>You are paused</Trans>}>
          <Trans>No calls come now. Press A to take calls again.</Trans>
        </Words>
      );
    case "logged_out":
      return (
        <Words title={<Trans>Good to see you, {name}</Trans>}>
          <Trans>
            Put on the headset and press “Go on line”: the telephone connects and calls begin to come.
          </Trans>
        </Words>
      );
    default:
      return <Words title={<Trans>One moment</Trans>} />;
  }
}

function Words({ title, children }: { title: React.ReactNode; children?: React.ReactNode }) {
  return (
    <div className={classes.words}>
      <h1>{title}</h1>
      <p>{children}</p>
    </div>
  );
}
