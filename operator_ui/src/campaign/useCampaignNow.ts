import type { Campaign, FloorCampaign } from "../api/types";
import { useLive } from "../live/LiveProvider";

export type CampaignNow = Campaign & Pick<FloorCampaign, "calls_up" | "calls_unanswered" | "halted_by">;

const NO_CALLS = { calls_up: 0, calls_unanswered: 0, halted_by: null };

/** Puts the figures that the floor pushes over those that were read. */
export function useCampaignNow(): (campaign: Campaign) => CampaignNow {
  const figures = useLive((live) => live.floor?.figures.campaigns);
  return (campaign) =>
    withFigures(
      campaign,
      figures?.find(({ id }) => id === campaign.id),
    );
}

/** What the floor says holds, but for leads that it has not counted since the campaign was read. */
export function withFigures(campaign: Campaign, figures: FloorCampaign | undefined): CampaignNow {
  const { leads_counted_at, ...pushed } = figures ?? { leads_counted_at: null };
  const now = { ...campaign, ...NO_CALLS, ...pushed };
  if (leads_counted_at !== null && Date.parse(leads_counted_at) >= Date.parse(campaign.leads_counted_at)) {
    return { ...now, leads_counted_at };
  }
  const { leads_open, leads_total } = campaign;
  return { ...now, leads_open, leads_total, leads_counted_at: campaign.leads_counted_at };
}
