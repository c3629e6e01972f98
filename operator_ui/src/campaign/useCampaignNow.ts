import type { Campaign, FloorCampaign } from "../api/types";
import { useLive } from "../live/LiveProvider";

export type CampaignNow = Campaign & Pick<FloorCampaign, "calls_up" | "calls_unanswered" | "halted_by">;

const NO_CALLS = { calls_up: 0, calls_unanswered: 0, halted_by: null };

/** Puts the figures that the floor pushes over those that were read. */
export function useCampaignNow(): (campaign: Campaign) => CampaignNow {
  const figures = useLive((live) => live.floor?.figures.campaigns);
  return (campaign) => ({ ...campaign, ...NO_CALLS, ...figures?.find(({ id }) => id === campaign.id) });
}
