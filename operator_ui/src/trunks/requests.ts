/** What the server is asked about trunks and a campaign's caller IDs. */
import { request } from "../api/client";
import type * as wire from "../api/generated/types.gen";
import type { Whole } from "../api/types";

export type Trunk = Whole<wire.TrunkShown>;
export type TrunkWanted = wire.TrunkWantedWritable;
export type TrunkFigures = Whole<wire.TrunkFigures>;
export type TrunkFault = wire.TrunkFault;
export type TrunkState = wire.TrunkState;
export type Transport = wire.Transport;
export type Codec = NonNullable<Trunk["connection"]>["codecs"][number];
export type LineLimit = wire.LineLimit;
export type CallerId = Whole<wire.CallerIdShown>;
export type CallerIdWanted = wire.CallerIdWanted;
export type CallerIdChange = wire.CallerIdChange;

export const trunks = {
  all: () => request<Trunk[]>("GET", "/trunks"),
  add: (wanted: TrunkWanted) => request<Trunk>("POST", "/trunks", wanted),
  change: (id: string, wanted: TrunkWanted) => request<Trunk>("PUT", `/trunks/${id}`, wanted),
  remove: (id: string) => request<void>("DELETE", `/trunks/${id}`),
};

const of = (campaignId: string) => `/campaigns/${campaignId}/caller-ids`;

export const callerIds = {
  all: (campaignId: string) => request<CallerId[]>("GET", of(campaignId)),
  add: (campaignId: string, wanted: CallerIdWanted) => request<CallerId>("POST", of(campaignId), wanted),
  change: (campaignId: string, id: string, wanted: CallerIdChange) =>
    request<CallerId>("PATCH", `${of(campaignId)}/${id}`, wanted),
  regions: (campaignId: string) => request<string[]>("GET", `${of(campaignId)}/regions`),
  remove: (campaignId: string, id: string) => request<void>("DELETE", `${of(campaignId)}/${id}`),
};
