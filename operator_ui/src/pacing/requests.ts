/** What the server is asked about the pacing. */
import { request } from "../api/client";
import type * as wire from "../api/generated/types.gen";
import type { Whole } from "../api/types";

export type PacingLookBack = Whole<wire.PacingLookBack>;
export type PacingMoment = Whole<wire.PacingMoment>;
export type PacingForecast = Whole<wire.PacingForecast>;
export type PacingNews = PacingMoment["news"][number];

export const pacing = {
  /** `at`: as the server wrote it, to the microsecond; a `Date` would round it. */
  lookBack: (campaignId: string, at: string) =>
    request<PacingLookBack>("GET", `/campaigns/${campaignId}/pacing?${new URLSearchParams({ at })}`),
};
