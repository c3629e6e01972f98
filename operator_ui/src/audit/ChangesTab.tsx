import type { Campaign } from "../api/types";
import { ChangeList } from "./ChangeList";

/** Who changed what of this campaign. */
export function ChangesTab({ campaign }: { campaign: Campaign }) {
  return <ChangeList asked={{ campaign_id: campaign.id }} />;
}
