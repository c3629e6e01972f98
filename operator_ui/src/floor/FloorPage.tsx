import { Trans, useLingui } from "@lingui/react/macro";
import { Center, Loader } from "@mantine/core";
import type { FloorFigures } from "../api/types";
import { CALL_STATE } from "../app/words";
import { useLive } from "../live/LiveProvider";
import { AbandonRate } from "./AbandonRate";
import { FloorCampaigns } from "./FloorCampaigns";
import classes from "./FloorPage.module.css";
import { OperatorCounts } from "./OperatorCounts";
import { OperatorsTable } from "./OperatorsTable";
import { TodayFigures } from "./TodayFigures";

// US TSR, 16 CFR 310.4(b)(4), and the same number in Britain: what is shown while nobody dials.
const USUAL_LIMIT = 0.03;
const STATES = ["originating", "ringing", "answered", "connected"] as const;

/** The whole floor at a glance. Pushed by the server, never asked for. */
export function FloorPage() {
  const { t, i18n } = useLingui();
  const floor = useLive((live) => live.floor);
  if (!floor) {
    return (
      <Center h="100%">
        <Loader type="dots" />
      </Center>
    );
  }
  const { operators, figures } = floor;
  return (
    <div className={classes.page}>
      <section className={classes.tiles} aria-label={t`Calls now`}>
        {STATES.map((state) => (
          <div key={state} className={classes.tile} data-state={state}>
            <span>{i18n._(CALL_STATE[state])}</span>
            <b data-testid={`calls-${state}`}>{figures.calls_by_state[state]}</b>
          </div>
        ))}
        <AbandonRate
          rate={figures.abandon_rate}
          limit={limitOf(figures)}
          mistaken={figures.people_taken_for_machines}
        />
      </section>
      <section className={classes.operators} aria-label={t`Operators`}>
        <header className={classes.head}>
          <h1>
            <Trans>Operators</Trans>
          </h1>
          <OperatorCounts operators={operators} />
        </header>
        <OperatorsTable operators={operators} />
      </section>
      <div className={classes.side}>
        <FloorCampaigns campaigns={figures.campaigns} />
        <TodayFigures today={figures.today} />
      </div>
    </div>
  );
}

function limitOf({ campaigns }: FloorFigures): number {
  const limits = campaigns.flatMap(({ pace }) => (pace ? [pace.abandon_limit] : []));
  return limits.length > 0 ? Math.min(...limits) : USUAL_LIMIT;
}
