import { Trans } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import type { Campaign } from "../api/types";
import classes from "./CampaignHead.module.css";
import { CampaignStop } from "./CampaignStop";
import { CampaignSwitch } from "./CampaignSwitch";
import { LeadProgress } from "./LeadProgress";
import { CAMPAIGN_TABS } from "./tabs";

/** A campaign's name, whether it dials, how far its lists are worked off, and the way to its page. */
export function CampaignHead({ campaign, isLink = false }: { campaign: Campaign; isLink?: boolean }) {
  return (
    <header className={classes.head}>
      <div className={classes.row}>
        <h2 className={classes.name}>
          {isLink ? (
            <Link
              to="/campaigns/$campaignId/$tab"
              params={{ campaignId: campaign.id, tab: CAMPAIGN_TABS[0].path }}
            >
              {campaign.name}
            </Link>
          ) : (
            campaign.name
          )}
        </h2>
        <span className={classes.state} data-running={campaign.is_running || undefined} role="status">
          {campaign.is_running ? <Trans>Dialling</Trans> : <Trans>Resting</Trans>}
        </span>
        <div className={classes.space} />
        <CampaignSwitch campaign={campaign} />
        {campaign.is_running && <CampaignStop campaign={campaign} />}
      </div>
      <LeadProgress campaign={campaign} />
    </header>
  );
}
