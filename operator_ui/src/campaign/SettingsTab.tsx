import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import type { Campaign } from "../api/types";
import { NewCampaignDialog } from "./NewCampaignDialog";
import { OperatorsPanel } from "./OperatorsPanel";
import { SettingsForm } from "./SettingsForm";
import classes from "./SettingsTab.module.css";

/** How a campaign dials, who works on it, and a copy of it. */
export function SettingsTab({ campaign }: { campaign: Campaign }) {
  const [isCopying, setIsCopying] = useState(false);
  return (
    <div className={classes.tab}>
      <SettingsForm campaign={campaign} />
      <OperatorsPanel campaign={campaign} />
      <Button
        variant="default"
        className={classes.copy}
        leftSection={<IconCopy size={16} stroke={1.8} />}
        onClick={() => setIsCopying(true)}
      >
        <Trans>Make a copy of this campaign</Trans>
      </Button>
      <NewCampaignDialog isOpen={isCopying} model={campaign} onClose={() => setIsCopying(false)} />
    </div>
  );
}
