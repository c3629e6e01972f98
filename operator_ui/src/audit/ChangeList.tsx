import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Loader } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { api } from "../api/client";
import type { AuditRow } from "../api/types";
import { errorText } from "../app/errorText";
import { formatLocale } from "../time/duration";
import classes from "./ChangeList.module.css";
import { entityText, fieldText, valueText } from "./words";

/** The audit trail of one campaign, newest first. */
export function ChangeList({ campaignId }: { campaignId: string }) {
  const { t, i18n } = useLingui();
  const changes = useInfiniteQuery({
    queryKey: ["changes", campaignId],
    queryFn: ({ pageParam }) => api.changes(campaignId, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const rows = changes.data?.pages.flatMap((page) => page.items) ?? [];
  if (changes.isPending) return <Loader type="dots" />;
  if (changes.isError) {
    return (
      <Alert color="red" role="alert">
        {errorText(i18n, changes.error)}
      </Alert>
    );
  }
  if (rows.length === 0) {
    return (
      <p className={classes.nothing}>
        <Trans>Nothing has been changed yet.</Trans>
      </p>
    );
  }
  return (
    <>
      <ol className={classes.list} aria-label={t`Changes`}>
        {rows.map((row) => (
          <ChangeItem key={row.id} row={row} />
        ))}
      </ol>
      {changes.hasNextPage && (
        <Button
          variant="default"
          loading={changes.isFetchingNextPage}
          onClick={() => void changes.fetchNextPage()}
        >
          <Trans>Show earlier ones</Trans>
        </Button>
      )}
    </>
  );
}

function ChangeItem({ row }: { row: AuditRow }) {
  const { t, i18n } = useLingui();
  const at = new Intl.DateTimeFormat(formatLocale(i18n.locale), { dateStyle: "medium", timeStyle: "medium" });
  return (
    <li className={classes.item}>
      <div className={classes.head}>
        <time dateTime={row.at}>{at.format(new Date(row.at))}</time>
        <span className={classes.who}>{row.user_name ?? t`The system`}</span>
        <span className={classes.what}>
          {entityText(i18n, row.entity)}
          {row.entity !== "campaign" && row.name && `: ${row.name}`}
        </span>
      </div>
      <dl className={classes.fields}>
        {row.changes.map(({ field, before, after }) => {
          const [was, is] = [valueText(i18n, field, before), valueText(i18n, field, after)];
          return (
            <div key={field}>
              <dt>{fieldText(i18n, field)}</dt>
              <dd>
                {was !== null && <del>{was}</del>}
                {was !== null && is !== null && <IconArrowRight size={14} role="img" aria-label="→" />}
                {is !== null && <ins>{is}</ins>}
              </dd>
            </div>
          );
        })}
      </dl>
    </li>
  );
}
