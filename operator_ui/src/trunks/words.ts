/** What the states of trunks, their connections and the limits of lines are called. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Codec, LineLimit, Transport, TrunkFault, TrunkState } from "./requests";

export const TRUNK_STATE: Record<TrunkState, MessageDescriptor> = {
  working: msg({ message: "works", context: "of a trunk" }),
  broken: msg({ message: "rests: its calls fail", context: "of a trunk" }),
  probed: msg({ message: "is being tried", context: "of a trunk" }),
  unknown: msg({ message: "the exchange does not know it yet", context: "of a trunk" }),
};

export const TRUNK_FAULT: Record<TrunkFault, MessageDescriptor> = {
  refuses: msg`The carrier does not place its calls.`,
  reaches_nobody: msg`Call after call neither rang nor was answered nor busy: check the prefix in the dial template. Attempts that were lost over it are given back to the leads.`,
};

export const TRANSPORT: Record<Transport, MessageDescriptor> = {
  udp: msg`UDP`,
  tcp: msg`TCP`,
};

export const CODEC: Record<Codec, MessageDescriptor> = {
  alaw: msg`G.711 A-law`,
  ulaw: msg`G.711 μ-law`,
  g722: msg`G.722 (wideband)`,
  opus: msg`Opus`,
};

export const LINE_LIMIT: Record<LineLimit, MessageDescriptor> = {
  no_trunk: msg`No trunk is switched on: nothing can be dialled.`,
  trunks_broken: msg`The trunks rest because their calls fail; they are tried again by themselves.`,
  no_lines: msg`No lines: all channels of the trunks are in use.`,
  call_rate: msg`The trunks take no more calls per second.`,
  caller_ids: msg`The caller IDs of the campaign have made all calls of their day, or rest.`,
  no_leads: msg`No lead may be called now.`,
};
