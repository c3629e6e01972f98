import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, NumberInput, Switch } from "@mantine/core";
import { IconPencil, IconRotate } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Campaign } from "../api/types";
import { useReport } from "../app/useReport";
import classes from "./ListsTab.module.css";
import { RenameDialog } from "./RenameDialog";
import { ResetDialog } from "./ResetDialog";
import { ResetShown } from "./ResetShown";
import { goesOn, type LeadList, type ListChange, type Reset, lists as server } from "./requests";
import { useListsAfterJobs } from "./useListsAfterJobs";
import { SOURCE } from "./words";

const LOOK_AGAIN_MS = 1_000;

/** A campaign's lists in the order in which they are called; what is changed holds at once. */
export function ListsTable({ campaign, lists }: { campaign: Campaign; lists: LeadList[] }) {
  const [toReset, setToReset] = useState<LeadList | null>(null);
  const [toRename, setToRename] = useState<LeadList | null>(null);
  const resets = useQuery({
    queryKey: ["resets", campaign.id],
    queryFn: () => server.resets(campaign.id),
    refetchInterval: ({ state }) => (state.data?.some(goesOn) ? LOOK_AGAIN_MS : false),
  });
  useListsAfterJobs(campaign.id, resets.data?.filter(goesOn).length ?? 0);
  if (lists.length === 0)
    return (
      <p className={classes.nothing}>
        <Trans>This campaign has nobody to call yet.</Trans>
      </p>
    );
  return (
    <>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>
              <Trans context="of lists">List</Trans>
            </th>
            <th>
              <Trans>Progress</Trans>
            </th>
            <th>
              <Trans>Priority</Trans>
            </th>
            <th>
              <Trans>Weight</Trans>
            </th>
            <th>
              <Trans>Active</Trans>
            </th>
            <th />
          </tr>
        </thead>
        <tbody>
          {lists.map((list) => (
            <ListRow
              key={list.id}
              campaignId={campaign.id}
              list={list}
              reset={resets.data?.find(({ list_id }) => list_id === list.id)}
              onReset={() => setToReset(list)}
              onRename={() => setToRename(list)}
            />
          ))}
        </tbody>
      </table>
      {toReset && <ResetDialog campaign={campaign} list={toReset} onClose={() => setToReset(null)} />}
      {toRename && (
        <RenameDialog campaignId={campaign.id} list={toRename} onClose={() => setToRename(null)} />
      )}
    </>
  );
}

type ListRowProps = {
  campaignId: string;
  list: LeadList;
  reset: Reset | undefined;
  onReset: () => void;
  onRename: () => void;
};

function ListRow({ campaignId, list, reset, onReset, onRename }: ListRowProps) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const change = useMutation({
    mutationFn: (wanted: ListChange) => server.change(campaignId, list.id, wanted),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["lists", campaignId] }),
    onError: useReport(),
  });
  const number = (field: "priority" | "weight", label: string, min: number) => (
    <NumberInput
      key={`${field}-${list[field]}`}
      aria-label={label}
      className={classes.narrow}
      size="xs"
      min={min}
      max={100}
      allowDecimal={false}
      clampBehavior="strict"
      defaultValue={list[field]}
      onBlur={({ currentTarget: { value } }) => {
        const typed = Number(value);
        if (value !== "" && typed !== list[field]) change.mutate({ [field]: typed });
      }}
    />
  );
  return (
    <tr data-off={!list.is_active || undefined}>
      <td>
        <div className={classes.named}>
          <Link
            to="/campaigns/$campaignId/$tab"
            params={{ campaignId, tab: "leads" }}
            search={{ list: list.id }}
            className={`${classes.name} ${classes.leads}`}
          >
            {list.name}
          </Link>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={t`Rename ${list.name}`}
            onClick={onRename}
          >
            <IconPencil size={14} stroke={1.8} />
          </ActionIcon>
        </div>
        <div className={classes.muted}>
          {i18n._(SOURCE[list.source])} · {i18n.date(list.created_at, { day: "numeric", month: "short" })}
        </div>
      </td>
      <td className={classes.worked}>
        <Penetration list={list} />
        {reset && <ResetShown reset={reset} />}
      </td>
      <td>{number("priority", t`Priority of ${list.name}`, -100)}</td>
      <td>{number("weight", t`Weight of ${list.name}`, 1)}</td>
      <td>
        <Switch
          aria-label={t`${list.name} is called`}
          checked={list.is_active}
          onChange={({ currentTarget: { checked } }) => change.mutate({ is_active: checked })}
        />
      </td>
      <td>
        <Button
          size="xs"
          variant="subtle"
          leftSection={<IconRotate size={14} stroke={1.8} />}
          onClick={onReset}
          aria-label={t`Call ${list.name} again`}
        >
          <Trans>Call again</Trans>
        </Button>
      </td>
    </tr>
  );
}

/** How much of a list is closed, promised, tried and fresh. */
function Penetration({ list }: { list: LeadList }) {
  const { i18n } = useLingui();
  const { leads_total: total, leads_closed, leads_promised, leads_again, leads_fresh } = list;
  const width = (count: number) => ({ width: `${total > 0 ? (count / total) * 100 : 0}%` });
  return (
    <>
      <div className={classes.bar} aria-hidden="true">
        <span className={classes.closed} style={width(leads_closed)} />
        <span className={classes.promised} style={width(leads_promised)} />
        <span className={classes.again} style={width(leads_again)} />
      </div>
      <div className={`${classes.legend} ${classes.muted}`}>
        <span>
          <Trans>
            {i18n.number(leads_closed)} of {i18n.number(total)} closed
          </Trans>
        </span>
        {leads_fresh > 0 && (
          <span>
            <Plural value={leads_fresh} one="# fresh" few="# fresh" many="# fresh" other="# fresh" />
          </span>
        )}
        {leads_again > 0 && (
          <span>
            <Plural
              value={leads_again}
              one="# to be tried again"
              few="# to be tried again"
              many="# to be tried again"
              other="# to be tried again"
            />
          </span>
        )}
        {leads_promised > 0 && (
          <span>
            <Plural
              value={leads_promised}
              one="# promised"
              few="# promised"
              many="# promised"
              other="# promised"
            />
          </span>
        )}
      </div>
    </>
  );
}
