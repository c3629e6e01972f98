import type { Campaign } from "../api/types";
import { LeadImportPanel } from "./LeadImportPanel";

/** Where a campaign's leads come from. */
export function ListsTab({ campaign }: { campaign: Campaign }) {
  return <LeadImportPanel campaignId={campaign.id} />;
}
