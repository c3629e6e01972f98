import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import classes from "./CampaignHead.module.css";
import { CampaignStop } from "./CampaignStop";
import { CampaignSwitch } from "./CampaignSwitch";
import { HaltNote } from "./HaltNote";
import { LeadProgress } from "./LeadProgress";
import { MODE_NAME } from "./modes";
import { CAMPAIGN_TABS } from "./tabs";
import type { CampaignNow } from "./useCampaignNow";

/** A campaign's name, whether it dials, how far its lists are worked off, and the way to its page. */
export function CampaignHead({ campaign, isLink = false }: { campaign: CampaignNow; isLink?: boolean }) {
  const { i18n } = useLingui();
  const { id, name, mode, is_running, calls_up } = campaign;
  return (
    <header className={classes.head}>
      <div className={classes.row}>
        <h2 className={classes.name}>
          {isLink ? (
            <Link to="/campaigns/$campaignId/$tab" params={{ campaignId: id, tab: CAMPAIGN_TABS[0].path }}>
              {name}
            </Link>
          ) : (
            name
          )}
        </h2>
        <span className={classes.state} data-running={is_running || undefined} role="status">
          {is_running ? <Trans>Dialling</Trans> : <Trans>Resting</Trans>}
        </span>
        <span className={classes.fact}>{i18n._(MODE_NAME[mode])}</span>
        {calls_up > 0 && (
          <span className={classes.fact}>
            <Plural value={calls_up} one="# call" few="# calls" many="# calls" other="# calls" />
          </span>
        )}
        <div className={classes.space} />
        <CampaignSwitch campaign={campaign} />
        <CampaignStop campaign={campaign} />
      </div>
      <HaltNote campaign={campaign} />
      <LeadProgress campaign={campaign} />
    </header>
  );
}
