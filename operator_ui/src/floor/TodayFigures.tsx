import { Trans, useLingui } from "@lingui/react/macro";
import type { FloorFigures } from "../api/types";
import { CALL_OUTCOME } from "../app/words";
import { clockText } from "../time/duration";
import classes from "./TodayFigures.module.css";

const OUTCOMES = ["handled", "abandoned", "machine", "no_answer", "busy", "failed"] as const;

export function TodayFigures({ today }: { today: FloorFigures["today"] }) {
  const { t, i18n } = useLingui();
  const rows: [name: string, value: string, handle: string][] = [
    [t`Placed`, String(today.placed), "placed"],
    [t`Answered by a person`, String(today.answered), "answered"],
    ...OUTCOMES.map((outcome): [string, string, string] => [
      i18n._(CALL_OUTCOME[outcome]),
      String(today[outcome]),
      outcome,
    ]),
    [t`Talk time`, clockText(today.talk_seconds), "talk"],
  ];
  return (
    <section className={classes.panel} aria-label={t`Today`}>
      <h2>
        <Trans>Today</Trans>
      </h2>
      <dl>
        {rows.map(([name, value, handle]) => (
          <div key={handle}>
            <dt>{name}</dt>
            <dd data-testid={`today-${handle}`}>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
