import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Loader } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api/client";
import { errorText } from "../app/errorText";
import { CampaignCard } from "./CampaignCard";
import classes from "./CampaignsPage.module.css";
import { NewCampaignDialog } from "./NewCampaignDialog";
import { useCampaignNow } from "./useCampaignNow";

/** The campaigns, with the figures that the floor pushes. */
export function CampaignsPage() {
  const { i18n } = useLingui();
  const campaigns = useQuery({ queryKey: ["campaigns"], queryFn: api.campaigns });
  const now = useCampaignNow();
  const [isMaking, setIsMaking] = useState(false);
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1 className={classes.title}>
          <Trans>Campaigns</Trans>
        </h1>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} stroke={1.8} />}
          onClick={() => setIsMaking(true)}
        >
          <Trans>New campaign</Trans>
        </Button>
      </header>
      {campaigns.isPending && <Loader type="dots" />}
      {campaigns.isError && (
        <Alert color="red" role="alert">
          {errorText(i18n, campaigns.error)}
        </Alert>
      )}
      {campaigns.data?.length === 0 && (
        <p className={classes.nothing}>
          <Trans>There are no campaigns.</Trans>
        </p>
      )}
      <div className={classes.list}>
        {campaigns.data?.map((campaign) => (
          <CampaignCard key={campaign.id} campaign={now(campaign)} />
        ))}
      </div>
      <NewCampaignDialog isOpen={isMaking} onClose={() => setIsMaking(false)} />
    </div>
  );
}
