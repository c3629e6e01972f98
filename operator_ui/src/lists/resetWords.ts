/** What is said of leads that are called again. */
import { msg } from "@lingui/core/macro";
import type * as wire from "../api/generated/types.gen";
import type { Recycling as Shown } from "./requests";

export type Recycling = Shown["recycling"];

export const RESET_SCOPE: Record<wire.ResetScope, ReturnType<typeof msg>> = {
  unreached: msg`Nobody was talked to`,
  chosen: msg`Only of chosen verdicts`,
};
