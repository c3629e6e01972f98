/** What the server is asked about a campaign's leads. */
import { request } from "../api/client";
import type * as wire from "../api/generated/types.gen";
import type { Whole } from "../api/types";

export type LeadPage = Whole<wire.LeadPage>;
export type LeadRow = LeadPage["items"][number];
export type LeadState = wire.LeadState;
export type LeadsAsked = {
  list_id?: string;
  state?: LeadState;
  closed_because?: wire.ClosedBecause;
  barred_by?: wire.BarCode;
  search?: string;
};

export const leads = {
  page: (campaignId: string, asked: LeadsAsked, after: string | null) =>
    request<LeadPage>(
      "GET",
      `/campaigns/${campaignId}/leads?${new URLSearchParams({ ...asked, ...(after !== null && { after }) })}`,
    ),
};
