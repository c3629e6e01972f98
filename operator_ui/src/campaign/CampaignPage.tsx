import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Anchor, Loader } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Suspense } from "react";
import { api } from "../api/client";
import { errorText } from "../app/errorText";
import { CampaignHead } from "./CampaignHead";
import classes from "./CampaignPage.module.css";
import { CAMPAIGN_TABS } from "./tabs";
import { useCampaignNow } from "./useCampaignNow";

/** One campaign: all that can be seen of it and set, a tab for each matter. */
export function CampaignPage() {
  const { t, i18n } = useLingui();
  const { campaignId, tab } = useParams({ from: "/campaigns/$campaignId/$tab" });
  const campaign = useQuery({
    queryKey: ["campaigns", campaignId],
    queryFn: () => api.campaign(campaignId),
  });
  const now = useCampaignNow();
  const { Content, hasPanels } = CAMPAIGN_TABS.find(({ path }) => path === tab) ?? CAMPAIGN_TABS[0];

  return (
    <div className={classes.page}>
      <Anchor component={Link} to="/campaigns" size="sm" className={classes.back}>
        <IconArrowLeft size={15} aria-hidden="true" />
        <Trans>All campaigns</Trans>
      </Anchor>
      {campaign.isPending && <Loader type="dots" />}
      {campaign.isError && (
        <Alert color="red" role="alert">
          {errorText(i18n, campaign.error)}
        </Alert>
      )}
      {campaign.data && (
        <>
          <CampaignHead campaign={now(campaign.data)} />
          <nav className={classes.tabs} aria-label={t`Campaign`}>
            {CAMPAIGN_TABS.map(({ path, title }) => (
              <Link
                key={path}
                to="/campaigns/$campaignId/$tab"
                params={{ campaignId, tab: path }}
                className={classes.tab}
                activeProps={{ "data-active": "true" }}
              >
                {i18n._(title)}
              </Link>
            ))}
          </nav>
          <Suspense fallback={<Loader type="dots" />}>
            <div className={hasPanels ? undefined : classes.panel}>
              <Content campaign={now(campaign.data)} />
            </div>
          </Suspense>
        </>
      )}
    </div>
  );
}
