import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { FloorCampaign } from "../api/types";
import classes from "./HaltNote.module.css";

type Halt = NonNullable<FloorCampaign["halted_by"]>;

const HALT: Record<Halt, MessageDescriptor> = {
  no_policy: msg`It places no calls: it has no dialling policy.`,
  policy_invalid: msg`It places no calls: its dialling policy cannot be read. Save the policy anew.`,
  safe_harbour_missing: msg`It places no calls: the message for abandoned calls that its policy asks for is missing.`,
};

/** Why a campaign that is switched on does not dial. */
export function HaltNote({ campaign }: { campaign: Pick<FloorCampaign, "is_running" | "halted_by"> }) {
  const { i18n } = useLingui();
  if (!campaign.is_running || campaign.halted_by === null) return null;
  return (
    <p className={classes.halt} role="alert" data-halt={campaign.halted_by}>
      <IconAlertTriangle size={16} stroke={1.8} aria-hidden="true" />
      {i18n._(HALT[campaign.halted_by])}
    </p>
  );
}
