import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import type { OperatorState } from "../api/types";
import { useTranslated } from "../app/useTranslated";
import { useLive } from "../live/LiveProvider";
import { figuresOf } from "../operator/dayLog";
import { useDayLog } from "../operator/useDayLog";
import { useUser } from "../session/session";
import { clockText, momentText } from "../time/duration";
import { Pulse } from "./Pulse";
import classes from "./WaitingScreen.module.css";

/** The quiet between two calls: what one is waiting for, and what one has done. */
export function WaitingScreen() {
  const { t } = useLingui();
  const state = useLive((live) => live.operator?.state ?? "logged_out");
  const figures = figuresOf(useDayLog());
  const tiles: [string, string][] = [
    [t`Calls`, String(figures.calls)],
    [t`Successful`, String(figures.positive)],
    [t`Talk time`, clockText(figures.talkSeconds)],
    [t`Average talk`, clockText(figures.averageSeconds)],
  ];
  return (
    <div className={classes.screen}>
      <section className={classes.hero}>
        <Pulse isListening={state === "available"} />
        <Headline state={state} />
      </section>
      <section className={classes.today} aria-label={t`My day`}>
        <h2 className={classes.title}>
          <Trans>Today</Trans>
        </h2>
        <dl className={classes.tiles}>
          {tiles.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <RecentCalls />
      </section>
    </div>
  );
}

function Headline({ state }: { state: OperatorState }) {
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

function RecentCalls() {
  const { t, i18n } = useLingui();
  const translated = useTranslated();
  const { calls } = useDayLog();
  if (calls.length === 0) {
    return (
      <p className={classes.nothing}>
        <Trans>Your calls of today will be listed here.</Trans>
      </p>
    );
  }
  return (
    <ul className={classes.calls} aria-label={t`My last calls`}>
      {calls.slice(0, 8).map((call) => (
        <li key={call.call_id}>
          <time dateTime={call.disposed_at}>{momentText(call.disposed_at, Date.now(), i18n.locale)}</time>
          <Link to="/clients/$clientId" params={{ clientId: call.client_id }}>
            {call.client_name}
          </Link>
          <span>{translated(call.disposition)}</span>
          <span className={classes.length}>{clockText(call.talk_seconds)}</span>
        </li>
      ))}
    </ul>
  );
}
