import { Trans, useLingui } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useRef } from "react";
import type { ClientRow } from "../api/types";
import { momentText } from "../time/duration";
import classes from "./ClientList.module.css";
import { readable } from "./phoneNumber";

const ROW_HEIGHT = 46;
const LOAD_AHEAD = 20;

type ClientListProps = {
  rows: readonly ClientRow[];
  isLoading: boolean;
  hasMore: boolean;
  onMore: () => void;
};

/** The rows in sight, however many there are; more are fetched before the end is reached. */
export function ClientList({ rows, isLoading, hasMore, onMore }: ClientListProps) {
  const { t } = useLingui();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
    initialRect: { width: 1000, height: 600 },
  });
  const shown = virtualizer.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastShown >= rows.length - LOAD_AHEAD) onMore();
  }, [hasMore, lastShown, rows.length, onMore]);

  return (
    // biome-ignore-start lint/a11y/useFocusableInteractive: the link in each row takes the focus
    <div className={classes.table} role="table" aria-label={t`Clients`} aria-rowcount={rows.length}>
      <div ref={scroller} className={classes.body} role="rowgroup">
        <div className={`${classes.row} ${classes.heads}`} role="row">
          <span role="columnheader">{t`Name`}</span>
          <span role="columnheader">{t`Region`}</span>
          <span role="columnheader">{t`Phone number`}</span>
          <span role="columnheader">{t`Contacts`}</span>
          <span role="columnheader">{t`Last contact`}</span>
        </div>
        {isLoading && <Waiting />}
        {!isLoading && rows.length === 0 && (
          <p className={classes.nothing}>
            <Trans>Nobody was found. Try fewer letters, or a part of the number.</Trans>
          </p>
        )}
        <div style={{ position: "relative", height: virtualizer.getTotalSize() }}>
          {shown.map(({ index, start }) => {
            const row = rows[index];
            return row && <Row key={row.id} row={row} top={start} />;
          })}
        </div>
      </div>
    </div>
    // biome-ignore-end lint/a11y/useFocusableInteractive: as above
  );
}

const Row = memo(function Row({ row, top }: { row: ClientRow; top: number }) {
  const { i18n } = useLingui();
  return (
    // biome-ignore-start lint/a11y/useFocusableInteractive: as above
    <div
      className={classes.row}
      role="row"
      style={{ position: "absolute", top: 0, transform: `translateY(${top}px)` }}
    >
      <span role="cell">
        <Link to="/clients/$clientId" params={{ clientId: row.id }} className={classes.name}>
          {row.name}
        </Link>
      </span>
      <span role="cell" className={classes.muted}>
        {row.region}
      </span>
      <span role="cell" className={classes.digits}>
        {row.phone_number && readable(row.phone_number)}
      </span>
      <span role="cell" className={classes.figures}>
        {row.contacts_count || "—"}
      </span>
      <span role="cell" className={classes.muted}>
        {row.last_contact_at ? momentText(row.last_contact_at, Date.now(), i18n.locale) : "—"}
      </span>
    </div>
    // biome-ignore-end lint/a11y/useFocusableInteractive: as above
  );
});

function Waiting() {
  return (
    <div className={classes.waiting}>
      {Array.from({ length: 10 }, (_, place) => place).map((place) => (
        <Skeleton key={place} height={18} my={14} width={`${92 - ((place * 13) % 40)}%`} />
      ))}
    </div>
  );
}
