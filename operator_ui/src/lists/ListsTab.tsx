import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Loader } from "@mantine/core";
import { IconFileImport, IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Campaign } from "../api/types";
import { errorText } from "../app/errorText";
import { ImportHistory } from "./ImportHistory";
import { ImportWizard } from "./ImportWizard";
import classes from "./ListsTab.module.css";
import { ListsTable } from "./ListsTable";
import { RecyclingForm } from "./RecyclingForm";
import { lists } from "./requests";
import { SelectionDialog } from "./SelectionDialog";
import { SelectionHistory } from "./SelectionHistory";

const REFRESH_MS = 5_000;

/** Where a campaign's leads come from, which come first, and when they are tried again. */
export function ListsTab({ campaign }: { campaign: Campaign }) {
  const { i18n } = useLingui();
  const [isSelecting, setSelecting] = useState(false);
  const [isImporting, setImporting] = useState(false);
  const all = useQuery({
    queryKey: ["lists", campaign.id],
    queryFn: () => lists.all(campaign.id),
    refetchInterval: REFRESH_MS,
  });
  return (
    <div className={classes.tab}>
      <section className={classes.part}>
        <div className={classes.row}>
          <h3>
            <Trans>Lists</Trans>
          </h3>
          <span className={classes.space} />
          <Button
            size="xs"
            variant="default"
            leftSection={<IconUsers size={15} stroke={1.8} />}
            onClick={() => setSelecting(true)}
          >
            <Trans>Select from clients</Trans>
          </Button>
          <Button
            size="xs"
            leftSection={<IconFileImport size={15} stroke={1.8} />}
            onClick={() => setImporting(true)}
          >
            <Trans>Import a list</Trans>
          </Button>
        </div>
        <p className={classes.hint}>
          <Trans>
            Lists of a higher priority are called first; those of the same one share the calls by weight.
            Promised calls win over all of them.
          </Trans>
        </p>
        {all.isPending && <Loader type="dots" />}
        {all.isError && (
          <Alert color="red" role="alert">
            {errorText(i18n, all.error)}
          </Alert>
        )}
        {all.data && <ListsTable campaign={campaign} lists={all.data} />}
      </section>
      <ImportHistory campaignId={campaign.id} />
      <SelectionHistory campaignId={campaign.id} />
      <RecyclingForm campaignId={campaign.id} maxAttempts={campaign.max_attempts} />
      {isSelecting && <SelectionDialog campaign={campaign} onClose={() => setSelecting(false)} />}
      {isImporting && (
        <ImportWizard campaignId={campaign.id} lists={all.data ?? []} onClose={() => setImporting(false)} />
      )}
    </div>
  );
}
