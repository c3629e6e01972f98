/** What the server is asked about the pacing. */
import { request } from "../api/client";
import type * as wire from "../api/generated/types.gen";
import type { Whole } from "../api/types";
import type { PaceMoment } from "./paceHistory";

export type PacingLookBack = Whole<wire.PacingLookBack>;
export type PacingMoment = Whole<wire.PacingMoment>;
export type PacingForecast = Whole<wire.PacingForecast>;
export type PacingNews = PacingMoment["news"][number];

export const pacing = {
  /** The last quarter of an hour, by this computer's clock. */
  recent: async (campaignId: string): Promise<readonly PaceMoment[]> => {
    const moments = await request<Whole<wire.RecentPace>[]>("GET", `/campaigns/${campaignId}/pace`);
    const nowMs = Date.now();
    return moments.map(({ seconds_ago, pace }) => ({ atMs: nowMs - seconds_ago * 1_000, pace }));
  },
  /** `at`: as the server wrote it, to the microsecond; a `Date` would round it. */
  lookBack: (campaignId: string, at: string) =>
    request<PacingLookBack>("GET", `/campaigns/${campaignId}/pacing?${new URLSearchParams({ at })}`),
};
