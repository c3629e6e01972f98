import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api } from "../api/client";
import { errorText } from "../app/errorText";
import { CampaignCard } from "./CampaignCard";
import classes from "./CampaignsPage.module.css";
import { useCampaignNow } from "./useCampaignNow";

/** The campaigns, with the figures that the floor pushes. */
export function CampaignsPage() {
  const { i18n } = useLingui();
  const campaigns = useQuery({ queryKey: ["campaigns"], queryFn: api.campaigns });
  const now = useCampaignNow();
  return (
    <div className={classes.page}>
      <h1 className={classes.title}>
        <Trans>Campaigns</Trans>
      </h1>
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
    </div>
  );
}
