import { Trans, useLingui } from "@lingui/react/macro";
import { Alert } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { CallToday, OperatorToday } from "../api/types";
import { errorText } from "../app/errorText";
import { useTranslated } from "../app/useTranslated";
import { useLive } from "../live/LiveProvider";
import { timeAt } from "../operator/today";
import { useToday } from "../operator/useToday";
import { clockText, secondsBetween, timeText } from "../time/duration";
import { useNow } from "../time/useNow";
import { DispositionShares } from "./DispositionShares";
import classes from "./TodayPanel.module.css";

/** What the operator has done today, wherever they were logged in. */
export function TodayPanel() {
  const { t, i18n } = useLingui();
  const { data: today, error } = useToday();
  return (
    <section className={classes.panel} aria-label={t`My day`}>
      <h2 className={classes.title}>
        <Trans>Today</Trans>
      </h2>
      {error && !today && (
        <Alert color="red" role="alert">
          {errorText(i18n, error)}
        </Alert>
      )}
      <Tiles today={today} />
      {today && today.dispositions.length > 0 && <DispositionShares shares={today.dispositions} />}
      {today && <LastCalls calls={today.last_calls} />}
    </section>
  );
}

function Tiles({ today }: { today: OperatorToday | undefined }) {
  const { t, i18n } = useLingui();
  const percent = new Intl.NumberFormat(i18n.locale, { style: "percent", maximumFractionDigits: 0 });
  const length = (seconds: number | null | undefined) =>
    seconds === null || seconds === undefined ? "—" : clockText(seconds);
  const conversion = today?.conversion ?? null;
  return (
    <dl className={classes.tiles}>
      <Tile name={t`Calls`} value={today ? String(today.calls_handled) : "—"} />
      <Tile
        name={t`Successful`}
        value={today ? String(today.calls_successful) : "—"}
        note={conversion !== null && percent.format(conversion)}
      />
      <TimeTile name={t`On line`} today={today} part="on_line_seconds" />
      <Tile
        name={t`Average talk`}
        value={length(today?.average_talk_seconds)}
        note={today && today.calls_handled > 1 && t`of ${clockText(today.talk_seconds)}`}
      />
      <Tile name={t`Average wrap-up`} value={length(today?.average_wrap_up_seconds)} />
      <TimeTile name={t`In pauses`} today={today} part="paused_seconds" />
    </dl>
  );
}

type TileProps = { name: string; value: string; note?: string | false | undefined };

function Tile({ name, value, note }: TileProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <b>{value}</b>
        {note && <span>{note}</span>}
      </dd>
    </div>
  );
}

type TimeTileProps = {
  name: string;
  today: OperatorToday | undefined;
  part: "on_line_seconds" | "paused_seconds";
};

function TimeTile({ name, today, part }: TimeTileProps) {
  const now = useNow();
  const operator = useLive((live) => live.operator);
  if (!today) return <Tile name={name} value="—" />;
  const time = timeAt(today.time, operator, secondsBetween(today.counted_at, now));
  return <Tile name={name} value={clockText(time[part])} />;
}

function LastCalls({ calls }: { calls: CallToday[] }) {
  const { t, i18n } = useLingui();
  const translated = useTranslated();
  if (calls.length === 0) {
    return (
      <p className={classes.nothing}>
        <Trans>Your calls of today will be listed here.</Trans>
      </p>
    );
  }
  return (
    <ul className={classes.calls} aria-label={t`My last calls`}>
      {calls.map((call) => (
        <li key={call.call_id}>
          <time dateTime={call.ended_at}>{timeText(call.ended_at, i18n.locale)}</time>
          <Link to="/clients/$clientId" params={{ clientId: call.client_id }}>
            {call.client_name}
          </Link>
          <span className={classes.disposition} data-tone={call.disposition?.tone ?? "none"}>
            {call.disposition ? translated(call.disposition.label) : t`No disposition`}
          </span>
          <span className={classes.length}>{clockText(call.talk_seconds)}</span>
        </li>
      ))}
    </ul>
  );
}
