import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useReport } from "../app/useReport";
import classes from "./ListsTab.module.css";
import { goesOn, type ImportProgress, imports, rejectedUrl } from "./requests";
import { JOB_STATE } from "./words";

const LOOK_AGAIN_MS = 1_000;

/** What was imported into the campaign, with the ways to stop and to undo. */
export function ImportHistory({ campaignId }: { campaignId: string }) {
  const all = useQuery({
    queryKey: ["imports", campaignId],
    queryFn: () => imports.all(campaignId),
    refetchInterval: ({ state }) => (state.data?.some(goesOn) ? LOOK_AGAIN_MS : false),
  });
  if (!all.data?.length) return null;
  return (
    <section className={classes.part}>
      <h3>
        <Trans>Imports</Trans>
      </h3>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>
              <Trans>File</Trans>
            </th>
            <th>
              <Trans>State</Trans>
            </th>
            <th>
              <Trans>Result</Trans>
            </th>
            <th />
          </tr>
        </thead>
        <tbody>
          {all.data.map((one) => (
            <ImportRow key={one.id} campaignId={campaignId} one={one} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ImportRow({ campaignId, one }: { campaignId: string; one: ImportProgress }) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const onSuccess = async () => {
    await queryClient.invalidateQueries({ queryKey: ["imports", campaignId] });
    await queryClient.invalidateQueries({ queryKey: ["lists", campaignId] });
  };
  const onError = useReport();
  const cancel = useMutation({ mutationFn: () => imports.cancel(campaignId, one.id), onSuccess, onError });
  const undo = useMutation({ mutationFn: () => imports.undo(campaignId, one.id), onSuccess, onError });
  const isRunning = one.state === "waiting" || one.state === "running";
  const isUndoing = one.undo_state === "waiting" || one.undo_state === "running";
  return (
    <tr>
      <td>
        <div className={classes.name}>{one.file_name}</div>
        <div className={classes.muted}>
          {i18n.date(one.created_at, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" })}
        </div>
      </td>
      <td>
        {isUndoing ? <Trans>Being undone</Trans> : one.state && i18n._(JOB_STATE[one.state])}
        {isRunning && one.lines_total ? ` · ${Math.floor((100 * one.lines_done) / one.lines_total)} %` : ""}
      </td>
      <td>
        <ImportResult campaignId={campaignId} one={one} />
      </td>
      <td>
        {isRunning ? (
          <Button
            size="xs"
            variant="default"
            loading={cancel.isPending}
            onClick={() => cancel.mutate()}
            aria-label={t`Stop the import of ${one.file_name}`}
          >
            <Trans>Stop</Trans>
          </Button>
        ) : (
          one.imported > one.undone && (
            <Button
              size="xs"
              variant="subtle"
              loading={undo.isPending || isUndoing}
              onClick={() => undo.mutate()}
              aria-label={t`Undo the import of ${one.file_name}`}
            >
              <Trans>Undo</Trans>
            </Button>
          )
        )}
      </td>
    </tr>
  );
}

/** What an import has come to so far. */
export function ImportResult({ campaignId, one }: { campaignId: string; one: ImportProgress }) {
  return (
    <div className={classes.legend}>
      <Plural
        value={one.imported}
        one="# lead imported"
        few="# leads imported"
        many="# leads imported"
        other="# leads imported"
      />
      {one.moved > 0 && (
        <Plural value={one.moved} one="# moved" few="# moved" many="# moved" other="# moved" />
      )}
      {one.rejected > 0 && (
        <Anchor size="sm" href={rejectedUrl(campaignId, one.id)} download>
          <Plural
            value={one.rejected}
            one="# line refused"
            few="# lines refused"
            many="# lines refused"
            other="# lines refused"
          />
        </Anchor>
      )}
      {one.undone > 0 && (
        <Plural
          value={one.undone}
          one="# taken back"
          few="# taken back"
          many="# taken back"
          other="# taken back"
        />
      )}
    </div>
  );
}
