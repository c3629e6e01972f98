import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Alert, Checkbox, Loader, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api/client";
import type { Campaign, StaffedOperator } from "../api/types";
import { errorText } from "../app/errorText";
import { useReport } from "../app/useReport";
import classes from "./SettingsTab.module.css";

const WORTH_SEARCHING = 12;

/** Who works on the campaign: a tick is felt at once, by the dialler too. */
export function OperatorsPanel({ campaign }: { campaign: Campaign }) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const [sought, setSought] = useState("");
  const queryKey = ["operators", campaign.id];
  const operators = useQuery({ queryKey, queryFn: () => api.campaignOperators(campaign.id) });
  const staff = useMutation({
    mutationFn: ({ id, works_here }: StaffedOperator) =>
      api.changeCampaignOperators(
        campaign.id,
        works_here ? { added: [], removed: [id] } : { added: [id], removed: [] },
      ),
    onSuccess: (known) => {
      queryClient.setQueryData(queryKey, known);
      void queryClient.invalidateQueries({ queryKey: ["changes"] });
    },
    onError: useReport(),
  });
  const everybody = operators.data ?? [];
  const shown = everybody.filter(({ name, login }) =>
    `${name} ${login}`.toLowerCase().includes(sought.trim().toLowerCase()),
  );
  const here = everybody.filter((one) => one.works_here).length;

  return (
    <section className={classes.operators} aria-labelledby="operators-title">
      <h2 className={classes.title} id="operators-title">
        <Trans>Operators</Trans>
        <span className={classes.count}>
          <Trans>
            {here} of {everybody.length}
          </Trans>
        </span>
      </h2>
      {operators.isPending && <Loader type="dots" />}
      {operators.isError && (
        <Alert color="red" role="alert">
          {errorText(i18n, operators.error)}
        </Alert>
      )}
      {everybody.length > WORTH_SEARCHING && (
        <TextInput
          className={classes.search}
          type="search"
          aria-label={t`Find an operator`}
          placeholder={t`Find an operator`}
          leftSection={<IconSearch size={16} stroke={1.8} />}
          value={sought}
          onChange={(event) => setSought(event.currentTarget.value)}
        />
      )}
      <ul className={classes.people} aria-label={t`Operators`}>
        {shown.map((one) => (
          <li key={one.id}>
            <Checkbox
              label={one.name}
              description={<Elsewhere operator={one} />}
              checked={one.works_here}
              disabled={staff.isPending && staff.variables.id === one.id}
              onChange={() => staff.mutate(one)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How busy the operator is with other campaigns. */
function Elsewhere({ operator: { campaign_count, works_here } }: { operator: StaffedOperator }) {
  const others = campaign_count - (works_here ? 1 : 0);
  if (others === 0) return null;
  return (
    <Plural
      value={others}
      one="on # other campaign"
      few="on # other campaigns"
      many="on # other campaigns"
      other="on # other campaigns"
    />
  );
}
