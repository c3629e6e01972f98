/** What the server is asked about the law: policies, and why a number is or is not dialled. */
import { request } from "../api/client";
import type * as wire from "../api/generated/types.gen";
import type { Campaign, Whole } from "../api/types";

export type Policy = Whole<wire.Policy>;
export type PolicyShown = Whole<wire.PolicyShown>;
export type PolicyWanted = { name: PolicyShown["name"]; policy: Policy };
export type DayHours = Whole<wire.DayHours>;
export type CallingHours = Policy["calling_hours"];
export type Why = Whole<wire.Why>;
export type LeadWhy = Why["leads"][number];
export type Standing = LeadWhy["bars"][number];
export type Closed = NonNullable<LeadWhy["closed"]>;
export type ClosedBecause = wire.ClosedBecause;
export type PastPreview = LeadWhy["previews"][number];
export type PastCall = Why["calls"][number];
export type PastDenial = Why["denials"][number];
export type DeniedBecause = wire.DeniedBecause;
export type BarCode = wire.BarCode;
export type ReasonKind = wire.ReasonKind;
export type EvidencePart = wire.EvidencePart;

export const law = {
  policies: () => request<PolicyShown[]>("GET", "/policies"),
  addPolicy: (wanted: PolicyWanted) => request<PolicyShown>("POST", "/policies", wanted),
  changePolicy: (id: string, wanted: PolicyWanted) => request<PolicyShown>("PUT", `/policies/${id}`, wanted),
  removePolicy: (id: string) => request<void>("DELETE", `/policies/${id}`),
  holidayCountries: () => request<string[]>("GET", "/policies/holiday-countries"),
  holidaySubdivisions: (country: string) =>
    request<Record<string, string>>("GET", `/policies/holiday-countries/${country}/subdivisions`),
  givePolicy: (campaignId: string, policyId: string) =>
    request<Campaign>("PATCH", `/campaigns/${campaignId}`, { policy_id: policyId }),
  whyNumber: (number: string) => request<Why>("GET", `/phone-numbers/${encodeURIComponent(number)}/why`),
};

/** The address of a file that the browser downloads by itself. */
export function evidenceUrl(campaignId: string, part: EvidencePart, from: string, to: string): string {
  return `/api/v1/campaigns/${campaignId}/evidence/${part}.csv?${new URLSearchParams({ from, to })}`;
}
