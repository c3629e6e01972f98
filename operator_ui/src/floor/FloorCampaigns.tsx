import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import type { FloorCampaign } from "../api/types";
import { CampaignStop } from "../campaign/CampaignStop";
import { CampaignSwitch } from "../campaign/CampaignSwitch";
import { HaltNote } from "../campaign/HaltNote";
import { LeadProgress } from "../campaign/LeadProgress";
import { CAMPAIGN_TABS } from "../campaign/tabs";
import classes from "./FloorCampaigns.module.css";

export function FloorCampaigns({ campaigns }: { campaigns: readonly FloorCampaign[] }) {
  const { t } = useLingui();
  return (
    <section className={classes.panel} aria-label={t`Campaigns`}>
      <h2>
        <Trans>Campaigns</Trans>
      </h2>
      {campaigns.length === 0 && (
        <p className={classes.nothing}>
          <Trans>There are no campaigns.</Trans>
        </p>
      )}
      <ul>
        {campaigns.map((campaign) => (
          <li key={campaign.id} data-campaign={campaign.id}>
            <div className={classes.head}>
              <Link
                className={classes.name}
                to="/campaigns/$campaignId/$tab"
                params={{ campaignId: campaign.id, tab: CAMPAIGN_TABS[0].path }}
              >
                {campaign.name}
              </Link>
              <div className={classes.buttons}>
                <CampaignSwitch campaign={campaign} />
                <CampaignStop campaign={campaign} />
              </div>
            </div>
            <HaltNote campaign={campaign} />
            <LeadProgress campaign={campaign} />
          </li>
        ))}
      </ul>
    </section>
  );
}
