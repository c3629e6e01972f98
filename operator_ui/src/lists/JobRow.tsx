import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { failureText } from "../app/errorCodes";
import { useReport } from "../app/useReport";
import classes from "./ListsTab.module.css";
import type { JobState, ListJob } from "./requests";
import { type JOB_STATE, UNDO_STATE } from "./words";

type Way = { run: () => Promise<unknown>; label: string };

type JobRowProps = {
  campaignId: string;
  name: string;
  job: ListJob;
  words: typeof JOB_STATE;
  result: ReactNode;
  /** Offered while the job goes on. */
  stop?: Way;
  /** Offered once it has ended. */
  undo?: Way | undefined;
};

/** One long job on a campaign's lists: how far it is, what it came to, and the ways to stop and to undo it. */
export function JobRow({ campaignId, name, job, words, result, stop, undo }: JobRowProps) {
  const { i18n } = useLingui();
  const isRunning = goesOn(job.state);
  const isUndoing = goesOn(job.undo_state);
  // Of an undoing no faults are told: nothing is given to it.
  const [state, faults] = job.undo_state ? [job.undo_state, []] : [job.state, job.faults];
  return (
    <tr>
      <td>
        <div className={classes.name}>{name}</div>
        <div className={classes.muted}>
          {i18n.date(job.created_at, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" })}
        </div>
      </td>
      <td data-job-state={state}>
        {job.undo_state ? i18n._(UNDO_STATE[job.undo_state]) : job.state && i18n._(words[job.state])}
        {isRunning && shareText(job.done, job.total)}
        {isUndoing && shareText(job.undo_done, job.undo_total)}
        {state === "failed" && <div className={classes.fault}>{failureText(i18n, faults)}</div>}
      </td>
      <td>{result}</td>
      <td className={classes.ways}>
        {isRunning && stop && (
          <WayButton campaignId={campaignId} way={stop} variant="default">
            <Trans>Stop</Trans>
          </WayButton>
        )}
        {!isRunning && undo && (
          <WayButton campaignId={campaignId} way={undo} variant="subtle" isBusy={isUndoing}>
            <Trans>Undo</Trans>
          </WayButton>
        )}
      </td>
    </tr>
  );
}

type WayButtonProps = {
  campaignId: string;
  way: Way;
  variant: "default" | "subtle";
  isBusy?: boolean;
  children: ReactNode;
};

function WayButton({ campaignId, way, variant, isBusy = false, children }: WayButtonProps) {
  const queryClient = useQueryClient();
  const go = useMutation({
    mutationFn: way.run,
    onSuccess: () =>
      Promise.all(
        ["imports", "selections", "lists"].map((key) =>
          queryClient.invalidateQueries({ queryKey: [key, campaignId] }),
        ),
      ),
    onError: useReport(),
  });
  return (
    <Button
      size="xs"
      variant={variant}
      loading={go.isPending || isBusy}
      onClick={() => go.mutate()}
      aria-label={way.label}
    >
      {children}
    </Button>
  );
}

function goesOn(state: JobState | null): boolean {
  return state === "waiting" || state === "running";
}

function shareText(done: number, total: number | null): string {
  return total ? ` · ${Math.min(100, Math.floor((100 * done) / total))} %` : "";
}
