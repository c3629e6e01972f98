import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { CALL_OUTCOME } from "../app/words";
import { LINE_LIMIT } from "../trunks/words";
import classes from "./LookBack.module.css";
import { asShown } from "./moments";
import { REASON_TEXT } from "./reasons";
import type { PacingForecast, PacingMoment, PacingNews } from "./requests";

/** A decision in words and figures, and whether the log proves it. */
export function DecisionShown({ moment }: { moment: PacingMoment }) {
  const { i18n } = useLingui();
  const { decided } = moment;
  return (
    <>
      <header className={classes.decision}>
        <time dateTime={moment.decided_at}>{asShown(i18n.locale, moment.decided_at)}</time>
        <strong data-testid="decided-calls">
          <Plural
            value={decided.calls}
            _0="No call was decided on."
            one="# call was decided on."
            other="# calls were decided on."
          />{" "}
          <Launched moment={moment} />
        </strong>
        <p data-reason={decided.reason}>{i18n._(REASON_TEXT[decided.reason])}</p>
        {moment.limited_by && <p data-limit={moment.limited_by}>{i18n._(LINE_LIMIT[moment.limited_by])}</p>}
        {moment.forecast && <RiskSentence moment={moment} forecast={moment.forecast} />}
        <Proof moment={moment} />
      </header>
      <div className={classes.columns}>
        <Inputs moment={moment} />
        {moment.forecast && <Forecast forecast={moment.forecast} />}
        <News news={moment.news} />
      </div>
    </>
  );
}

/** What came of the decision; nothing if that is not known, or if there was nothing to come of it. */
function Launched({ moment: { decided, launched, limited_by } }: { moment: PacingMoment }) {
  if (launched === null || decided.calls === 0) return null;
  if (launched === decided.calls)
    return <Plural value={launched} one="It was launched." other="All were launched." />;
  if (limited_by !== null)
    return <Plural value={launched} _0="None was launched." one="# was launched." other="# were launched." />;
  return (
    <Plural
      value={launched}
      _0="None was launched: there were no leads that might be called, or no lines."
      one="# was launched: there were no more leads that might be called, or no lines."
      other="# were launched: there were no more leads that might be called, or no lines."
    />
  );
}

function RiskSentence({ moment, forecast }: { moment: PacingMoment; forecast: PacingForecast }) {
  const { i18n } = useLingui();
  const percent = percentIn(i18n.locale);
  const allowed = percent(forecast.risk_allowed);
  const next = percent(forecast.risk_of_next);
  const { predicted } = moment.decided;
  if (moment.inputs.most <= predicted && predicted > 0) {
    // Which of them is said above, where it is known.
    if (moment.limited_by !== null) return null;
    return (
      <p>
        <Trans>Lines and caller IDs allowed no more.</Trans>
      </p>
    );
  }
  if (forecast.risk_of_last === null) {
    return (
      <p>
        <Trans>
          By the forecast, whoever answered one more call would have found no free operator with a chance of{" "}
          {next}; the abandon account allowed {allowed}.
        </Trans>
      </p>
    );
  }
  const last = percent(forecast.risk_of_last);
  return (
    <p>
      <Trans>
        By the forecast {predicted} could be launched: whoever answered the last of them would find no free
        operator with a chance of {last}, after one more with {next}; the abandon account allowed {allowed}.
      </Trans>
    </p>
  );
}

const PROOF: Record<PacingMoment["replay"], MessageDescriptor> = {
  same: msg`Recomputed from the log: the same decision comes out.`,
  differs: msg`Recomputed from the log, another decision comes out. Other rules of pacing made it, or the log has a hole.`,
  impossible: msg`It cannot be recomputed: what had been learned was written down by another version.`,
};

function Proof({ moment: { replay, replayed } }: { moment: PacingMoment }) {
  const { i18n } = useLingui();
  return (
    <p className={classes.proof} data-replay={replay} role="status">
      {i18n._(PROOF[replay])}{" "}
      {replay === "differs" && replayed && (
        <Plural value={replayed.calls} _0="No call." one="# call." other="# calls." />
      )}
    </p>
  );
}

function Inputs({ moment: { inputs } }: { moment: PacingMoment }) {
  const { t, i18n } = useLingui();
  const percent = percentIn(i18n.locale);
  const rate = percent(inputs.abandon_rate);
  const limit = percent(inputs.abandon_limit);
  return (
    <Column
      title={t`What was seen`}
      rows={[
        [t`Available`, inputs.available],
        [t`Of these without a call coming`, inputs.idle],
        [t`Talking`, inputs.talking],
        [t`In wrap-up`, inputs.wrapping_up],
        [t`Paused`, inputs.paused],
        [t`Will leave after this call`, inputs.leaving],
        [t`Calls ringing`, inputs.ringing],
        [t`Waiting for an operator`, inputs.waiting],
        [t`Answered, on the abandon account`, inputs.answered],
        [t`Of these abandoned`, inputs.abandoned],
        [t`Abandon rate, limit`, `${rate}, ${limit}`],
        [t`Calls still possible`, inputs.most],
      ]}
    />
  );
}

function Forecast({ forecast }: { forecast: PacingForecast }) {
  const { t, i18n } = useLingui();
  const number = tenthsIn(i18n.locale);
  const percent = percentIn(i18n.locale);
  const horizon = number(forecast.horizon_seconds);
  const within = number(forecast.freed_within_seconds);
  return (
    <Column
      title={t`What was expected`}
      rows={[
        [t`Operators free within ${within} s`, number(forecast.freed)],
        [t`Answers within ${horizon} s`, number(forecast.answers)],
        [t`Answers of all that rings`, number(forecast.answers_due)],
        [t`People who answer`, percent(forecast.answer_rate)],
        [t`Calls that may be lost`, number(forecast.balance)],
        [t`Reserve`, number(forecast.reserve)],
        [t`Risk allowed`, percent(forecast.risk_allowed)],
        [t`Risk of one more call`, percent(forecast.risk_of_next)],
      ]}
    />
  );
}

const NEWS: Record<PacingNews["kind"], MessageDescriptor> = {
  answered: msg`A person answered`,
  unanswered: msg`No person answered`,
  abandoned: msg`Nobody was free`,
  talk_ended: msg`A talk ended`,
  wrap_up_ended: msg`A wrap-up ended`,
};

function News({ news }: { news: readonly PacingNews[] }) {
  const { t, i18n } = useLingui();
  const number = tenthsIn(i18n.locale);
  const rows = news.map(({ kind, outcome, seconds }): [string, string] => {
    const known = Object.entries(CALL_OUTCOME).find(([one]) => one === outcome);
    const name = i18n._(NEWS[kind]) + (known ? `: ${i18n._(known[1])}` : "");
    const after = number(seconds);
    return [name, t`after ${after} s`];
  });
  return (
    <Column title={t`Since the decision before`} rows={rows}>
      {news.length === 0 && (
        <p className={classes.hint}>
          <Trans>Nothing happened.</Trans>
        </p>
      )}
    </Column>
  );
}

type ColumnProps = { title: string; rows: [string, string | number][]; children?: ReactNode };

function Column({ title, rows, children }: ColumnProps) {
  return (
    <section className={classes.column} aria-label={title}>
      <h3>{title}</h3>
      <dl>
        {rows.map(([name, value], place) => (
          // Two pieces of news may read alike.
          <div key={place}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {children}
    </section>
  );
}

function tenthsIn(locale: string): (value: number) => string {
  // A forecast of hardly anything below nought is nought, not "-0".
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, signDisplay: "negative" });
  return (value) => format.format(value);
}

function percentIn(locale: string): (share: number) => string {
  const format = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 });
  return (share) => format.format(share);
}
