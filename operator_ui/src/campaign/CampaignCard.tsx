import type { Campaign } from "../api/types";
import classes from "./CampaignCard.module.css";
import { CampaignHead } from "./CampaignHead";

export function CampaignCard({ campaign }: { campaign: Campaign }) {
  return (
    <article className={classes.card} aria-label={campaign.name} data-campaign={campaign.id}>
      <CampaignHead campaign={campaign} isLink />
    </article>
  );
}
