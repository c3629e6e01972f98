import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Loader, Select } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Campaign } from "../api/types";
import { errorText } from "../app/errorText";
import { useReport } from "../app/useReport";
import { useTranslated } from "../app/useTranslated";
import { EvidencePanel } from "./EvidencePanel";
import { PolicyRules } from "./PolicyRules";
import classes from "./RulesTab.module.css";
import { law } from "./requests";
import { UnreadablePolicy } from "./UnreadablePolicy";

/** The policy a campaign keeps to, and what it can show for it. */
export function RulesTab({ campaign }: { campaign: Campaign }) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const translated = useTranslated();
  const policies = useQuery({ queryKey: ["policies"], queryFn: law.policies });
  const give = useMutation({
    mutationFn: (policyId: string) => law.givePolicy(campaign.id, policyId),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ["campaigns"] });
      await queryClient.invalidateQueries({ queryKey: ["policies"] });
    },
    onError: useReport(),
  });
  const inForce = policies.data?.find(({ id }) => id === campaign.policy_id);

  if (policies.isPending) return <Loader type="dots" />;
  if (policies.isError)
    return (
      <Alert color="red" role="alert">
        {errorText(i18n, policies.error)}
      </Alert>
    );
  return (
    <div className={classes.tab}>
      <Select
        className={classes.choice}
        label={t`Dialling policy`}
        placeholder={t`Choose a policy`}
        allowDeselect={false}
        disabled={give.isPending}
        value={campaign.policy_id}
        data={policies.data.map(({ id, name }) => ({ value: id, label: translated(name) }))}
        onChange={(policyId) => policyId && give.mutate(policyId)}
      />
      {inForce?.policy && <PolicyRules policy={inForce.policy} />}
      {inForce && !inForce.policy && <UnreadablePolicy />}
      {!inForce && (
        <Alert color="yellow">
          <Trans>Without a policy this campaign does not dial.</Trans>
        </Alert>
      )}
      <EvidencePanel campaignId={campaign.id} />
    </div>
  );
}
