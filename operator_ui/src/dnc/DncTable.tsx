import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import type { DncEntry } from "../api/types";
import { readable } from "../client/phoneNumber";
import { momentText } from "../time/duration";
import classes from "./DncRegister.module.css";
import { DNC_SOURCE } from "./words";

type DncTableProps = {
  entries: readonly DncEntry[];
  /** Whether one number was looked for. */
  isSearch: boolean;
  onRemove: (entry: DncEntry) => void;
};

export function DncTable({ entries, isSearch, onRemove }: DncTableProps) {
  const { t, i18n } = useLingui();
  if (entries.length === 0) {
    return (
      <p className={classes.nothing}>
        {isSearch ? (
          <Trans>
            This number is not refused. What else stands against calling it, the number check says.
          </Trans>
        ) : (
          <Trans>No number is refused.</Trans>
        )}
      </p>
    );
  }
  return (
    <table className={classes.table} aria-label={t`Do-not-call list`}>
      <thead>
        <tr>
          <th>{t`Phone number`}</th>
          <th>{t`Refused for`}</th>
          <th>{t`Came from`}</th>
          <th>{t`Reason`}</th>
          <th>{t`Added`}</th>
          <th aria-label={t`Actions`} />
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.id}>
            <td>{readable(entry.phone_number)}</td>
            <td>{entry.campaign_name ?? t`All campaigns`}</td>
            <td>{i18n._(DNC_SOURCE[entry.source])}</td>
            <td>{entry.reason || "—"}</td>
            <td className={classes.muted}>
              {momentText(entry.added_at, Date.now(), i18n.locale)}
              {entry.added_by_name && <div>{entry.added_by_name}</div>}
            </td>
            <td>
              <Button
                size="compact-xs"
                variant="subtle"
                color="red"
                aria-label={t({ message: `Remove ${readable(entry.phone_number)}`, context: "of a list" })}
                onClick={() => onRemove(entry)}
              >
                <Trans>Remove</Trans>
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
