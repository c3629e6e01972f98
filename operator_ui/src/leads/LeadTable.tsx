import { Trans, useLingui } from "@lingui/react/macro";
import { IconHelpCircle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslated } from "../app/useTranslated";
import { CALL_OUTCOME } from "../app/words";
import { readable } from "../client/phoneNumber";
import { momentThereText } from "../time/duration";
import classes from "./LeadsTab.module.css";
import type { LeadRow } from "./requests";
import { closedInShort } from "./words";

/** Leads, each with the ways to its client and to the answer why it is called or not. */
export function LeadTable({ rows }: { rows: readonly LeadRow[] }) {
  const { t } = useLingui();
  return (
    <div className={classes.scroller}>
      <table className={classes.table} aria-label={t`Leads`}>
        <thead>
          <tr>
            <th>{t`Client`}</th>
            <th>{t`Phone number`}</th>
            <th>{t({ message: "List", context: "of lists" })}</th>
            <th className={classes.figure}>{t`Attempts`}</th>
            <th>{t`Last outcome`}</th>
            <th>{t`Next attempt, client's time`}</th>
            <th>{t`Closed because`}</th>
            <th aria-label={t`Why it is called or not`} />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.lead_id} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row }: { row: LeadRow }) {
  const { t, i18n } = useLingui();
  const translated = useTranslated();
  const { last_disposition: disposition, closed } = row;
  const label = closed?.disposition ? translated(closed.disposition.label) : null;
  return (
    <tr data-closed={closed !== null || undefined}>
      <td>
        <Link to="/clients/$clientId" params={{ clientId: row.client_id }} className={classes.client}>
          {row.client_name}
        </Link>
      </td>
      <td className={classes.number}>{readable(row.phone_number)}</td>
      <td className={classes.muted}>{row.list_name}</td>
      <td className={classes.figure}>{row.attempts}</td>
      <td>
        {row.last_outcome ? i18n._(CALL_OUTCOME[row.last_outcome]) : "—"}
        {disposition && <div className={classes.muted}>{translated(disposition.label)}</div>}
      </td>
      <td className={classes.moment} title={row.time_zone}>
        <NextAttempt row={row} />
      </td>
      <td>{closed ? closedInShort(i18n, closed, label) : "—"}</td>
      <td>
        <Link
          to="/why"
          search={{ number: row.phone_number }}
          className={classes.why}
          aria-label={t`Why ${row.client_name} is called or not`}
        >
          <IconHelpCircle size={16} stroke={1.8} aria-hidden="true" />
          <Trans>Why</Trans>
        </Link>
      </td>
    </tr>
  );
}

function NextAttempt({ row }: { row: LeadRow }) {
  const { i18n } = useLingui();
  if (row.next_attempt_at === null) return "—";
  if (row.is_held) return <Trans>being dialled or offered</Trans>;
  const now = Date.now();
  if (row.promised_at === null && Date.parse(row.next_attempt_at) <= now)
    return <Trans>when its turn comes</Trans>;
  return (
    <>
      {momentThereText(row.next_attempt_at, row.time_zone, now, i18n.locale)}
      {row.promised_at !== null && (
        <div className={classes.promised}>
          {row.promised_by ? <Trans>promised by {row.promised_by}</Trans> : <Trans>promised</Trans>}
        </div>
      )}
    </>
  );
}
