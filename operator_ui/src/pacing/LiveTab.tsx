import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { Campaign, PaceFigures } from "../api/types";
import { useLive } from "../live/LiveProvider";
import { LineLimitNote } from "../trunks/LineLimitNote";
import { AbandonAccount } from "./AbandonAccount";
import { AccountChart } from "./AccountChart";
import { ForecastChart } from "./ForecastChart";
import { LeadShortageShown } from "./LeadShortageShown";
import classes from "./LiveTab.module.css";
import { LookBack } from "./LookBack";
import { PaceChart } from "./PaceChart";
import { REASON_TEXT } from "./reasons";
import { usePaceHistory } from "./usePaceHistory";

/** What a campaign's dialling is made of at this moment, and how it went of late. */
export function LiveTab({ campaign }: { campaign: Campaign }) {
  const pace = useLive((live) => live.floor?.figures.campaigns.find(({ id }) => id === campaign.id)?.pace);
  return (
    <div className={classes.tab}>
      {pace ? (
        <Now campaignId={campaign.id} pace={pace} />
      ) : (
        <p className={classes.nothing}>
          <Trans>The campaign rests: there is nothing to pace.</Trans>
        </p>
      )}
      <LookBack campaignId={campaign.id} />
    </div>
  );
}

function Now({ campaignId, pace }: { campaignId: string; pace: PaceFigures }) {
  const history = usePaceHistory(campaignId);
  return (
    <>
      <Reason pace={pace} />
      <LineLimitNote pace={pace} />
      <LeadShortageShown shortage={pace.lead_shortage} />
      <div className={classes.figures}>
        <Figures pace={pace} />
        <AbandonAccount pace={pace} />
      </div>
      <PaceChart history={history} />
      <div className={classes.charts}>
        <ForecastChart history={history} />
        <AccountChart history={history} />
      </div>
    </>
  );
}

function Reason({ pace }: { pace: PaceFigures }) {
  const { i18n } = useLingui();
  return (
    <p className={classes.reason} role="status" data-reason={pace.reason}>
      {i18n._(REASON_TEXT[pace.reason])}
      {pace.counted_elsewhere > 0 && (
        <>
          {" "}
          <Plural
            value={pace.counted_elsewhere}
            one="# more operator works on it and is counted by another campaign."
            other="# more operators work on it and are counted by another campaign."
          />
        </>
      )}
    </p>
  );
}

function Figures({ pace }: { pace: PaceFigures }) {
  const { t } = useLingui();
  const isPreview = pace.reason === "preview_mode";
  const figures: [string, string, number][] = [
    ["available", t`Available`, pace.available],
    ["talking", t`Talking`, pace.talking],
    ["wrapping_up", t`In wrap-up`, pace.wrapping_up],
    ["paused", t`Paused`, pace.paused],
    ["ringing", t`Calls ringing`, pace.ringing],
    // Where operators wait for the answer, nobody who answers waits for an operator.
    isPreview
      ? ["previewing", t`Looking at a lead`, pace.previewing]
      : ["waiting", t`Waiting for an operator`, pace.waiting],
  ];
  return (
    <dl className={classes.list}>
      {figures.map(([key, name, count]) => (
        <div key={key} data-figure={key}>
          <dt>{name}</dt>
          <dd data-testid={`pace-${key}`}>{count}</dd>
        </div>
      ))}
    </dl>
  );
}
