import classes from "./CampaignCard.module.css";
import { CampaignHead } from "./CampaignHead";
import type { CampaignNow } from "./useCampaignNow";

export function CampaignCard({ campaign }: { campaign: CampaignNow }) {
  return (
    <article className={classes.card} aria-label={campaign.name} data-campaign={campaign.id}>
      <CampaignHead campaign={campaign} isLink />
    </article>
  );
}
