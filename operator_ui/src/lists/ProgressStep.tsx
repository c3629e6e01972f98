import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Group, Loader, Progress, Stack } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { failureText, reasonText } from "../app/errorCodes";
import { useReport } from "../app/useReport";
import { ImportResult } from "./ImportHistory";
import classes from "./ImportWizard.module.css";
import { type ColumnRole, goesOn, imports } from "./requests";
import { JOB_STATE, ROLE_NAME } from "./words";

const LOOK_AGAIN_MS = 700;

type ProgressStepProps = { campaignId: string; importId: string; onClose: () => void };

/** How far the import is, and what it came to. It goes on without this page. */
export function ProgressStep({ campaignId, importId, onClose }: ProgressStepProps) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const all = useQuery({
    queryKey: ["imports", campaignId],
    queryFn: () => imports.all(campaignId),
    refetchInterval: ({ state }) => (state.data?.some(goesOn) ? LOOK_AGAIN_MS : false),
  });
  const one = all.data?.find(({ id }) => id === importId);
  const hasEnded = one !== undefined && !goesOn(one);
  useEffect(() => {
    if (hasEnded) void queryClient.invalidateQueries({ queryKey: ["lists", campaignId] });
  }, [hasEnded, queryClient, campaignId]);
  const cancel = useMutation({
    mutationFn: () => imports.cancel(campaignId, importId),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["imports", campaignId] }),
    onError: useReport(),
  });
  const rejected = useQuery({
    queryKey: ["rejected", importId],
    queryFn: () => imports.rejected(campaignId, importId),
    enabled: hasEnded && one.rejected > 0,
  });
  const fieldName = (field: string) => {
    if (field === "file") return t`File`;
    const known = ROLE_NAME[field as ColumnRole];
    return known ? i18n._(known) : field;
  };
  if (!one) return <Loader type="dots" />;
  const share = hasEnded ? 100 : one.lines_total ? (100 * one.lines_done) / one.lines_total : 0;
  return (
    <Stack gap="md">
      <Progress
        value={share}
        animated={!hasEnded}
        color={one.state === "failed" ? "red" : undefined}
        aria-label={t`Lines imported`}
      />
      <div role="status" className={classes.figures}>
        {one.state && i18n._(JOB_STATE[one.state])}
        {!hasEnded && ` · ${i18n.number(one.lines_done)} / ${i18n.number(one.lines_total ?? 0)}`}
        <ImportResult campaignId={campaignId} one={one} />
      </div>
      {one.state === "failed" && (
        <Alert color="red" role="alert" title={t`The import failed`}>
          {failureText(i18n, one.faults)}
        </Alert>
      )}
      {rejected.data && (
        <ul className={classes.refused} aria-label={t`Refused lines`}>
          {rejected.data.map((fault) => (
            <li key={fault.line}>
              {t`Line ${fault.line}`}, {fieldName(fault.field)}: {fault.value} {reasonText(i18n, fault)}
            </li>
          ))}
        </ul>
      )}
      <Group justify="flex-end">
        {!hasEnded && (
          <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            <Trans>Stop</Trans>
          </Button>
        )}
        <Button onClick={onClose}>
          {hasEnded ? <Trans>Done</Trans> : <Trans>Go on in the background</Trans>}
        </Button>
      </Group>
    </Stack>
  );
}
