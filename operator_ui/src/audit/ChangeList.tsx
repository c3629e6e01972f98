import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Loader } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { api } from "../api/client";
import type { AuditAsked, AuditRow } from "../api/types";
import { errorText } from "../app/errorText";
import { dateFormat } from "../time/formats";
import classes from "./ChangeList.module.css";
import { useNames } from "./useNames";
import { type Names, thingName, valueText } from "./values";
import { entityText, fieldText } from "./words";

/** The audit trail, as far as it is asked for, newest first; of one campaign, without naming it in every line. */
export function ChangeList({ asked }: { asked: AuditAsked }) {
  const { t, i18n } = useLingui();
  const changes = useInfiniteQuery({
    queryKey: ["changes", asked],
    queryFn: ({ pageParam }) => api.changes(asked, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const names = useNames();
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
        <Trans>Nothing has been changed.</Trans>
      </p>
    );
  }
  return (
    <>
      <ol className={classes.list} aria-label={t`Changes`}>
        {rows.map((row) => (
          <ChangeItem key={row.id} row={row} names={names} isOfOneCampaign={Boolean(asked.campaign_id)} />
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

type ChangeItemProps = { row: AuditRow; names: Names; isOfOneCampaign: boolean };

function ChangeItem({ row, names, isOfOneCampaign }: ChangeItemProps) {
  const { t, i18n } = useLingui();
  const at = dateFormat(i18n.locale, { dateStyle: "medium", timeStyle: "medium" });
  const isCampaign = row.entity === "campaign";
  const name = thingName(row, names);
  const campaign = !isCampaign && !isOfOneCampaign && row.campaign_id && names[row.campaign_id];
  return (
    <li className={classes.item}>
      <div className={classes.head}>
        <time dateTime={row.at}>{at.format(new Date(row.at))}</time>
        <span className={classes.who}>{row.user_name ?? t`The system`}</span>
        <span className={classes.what}>
          {entityText(i18n, row.entity)}
          {!(isCampaign && isOfOneCampaign) && name && `: ${name}`}
        </span>
        {campaign && (
          <span className={classes.what}>
            <Trans>of the campaign “{campaign}”</Trans>
          </span>
        )}
      </div>
      <dl className={classes.fields}>
        {row.changes.map(({ field, before, after }) => {
          const [was, is] = [before, after].map((value) => valueText(i18n, field, value, names));
          return (
            <div key={field}>
              <dt>{fieldText(i18n, field, row.entity)}</dt>
              <dd>
                {was && <del>{was}</del>}
                {was && is && <IconArrowRight size={14} role="img" aria-label="→" />}
                {is && <ins>{is}</ins>}
              </dd>
            </div>
          );
        })}
      </dl>
    </li>
  );
}
