import type { Campaign } from "../api/types";
import { DncRegister } from "./DncRegister";

/** The numbers that this campaign may not call, besides those that none may. */
export function DncTab({ campaign }: { campaign: Campaign }) {
  return <DncRegister campaign={campaign} />;
}
