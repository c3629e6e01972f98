import { Trans, useLingui } from "@lingui/react/macro";
import type { FloorCampaign } from "../api/types";
import { CampaignSwitch } from "../campaign/CampaignSwitch";
import { LeadProgress } from "../campaign/LeadProgress";
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
              <span className={classes.name}>{campaign.name}</span>
              <CampaignSwitch campaign={campaign} />
            </div>
            <LeadProgress campaign={campaign} />
          </li>
        ))}
      </ul>
    </section>
  );
}
