import { Trans, useLingui } from "@lingui/react/macro";
import { Center, Loader } from "@mantine/core";
import { CALL_STATE } from "../app/words";
import { useLive } from "../live/LiveProvider";
import { AbandonRate } from "./AbandonRate";
import { FloorCampaigns } from "./FloorCampaigns";
import classes from "./FloorPage.module.css";
import { OperatorsTable } from "./OperatorsTable";
import { TodayFigures } from "./TodayFigures";

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
        <AbandonRate rate={figures.abandon_rate} />
      </section>
      <section className={classes.operators} aria-label={t`Operators`}>
        <header className={classes.head}>
          <h1>
            <Trans>Operators</Trans>
          </h1>
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
