import type { Campaign } from "../api/types";
import { useLive } from "../live/LiveProvider";

/** Puts the figures that the floor pushes over those that were read. */
export function useCampaignNow(): (campaign: Campaign) => Campaign {
  const figures = useLive((live) => live.floor?.figures.campaigns);
  return (campaign) => {
    const now = figures?.find(({ id }) => id === campaign.id);
    return now ? { ...campaign, ...now } : campaign;
  };
}
