import { useLingui } from "@lingui/react/macro";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { PaceFigures } from "../api/types";
import classes from "./Trunks.module.css";
import { LINE_LIMIT } from "./words";

/** What keeps a campaign from launching as many calls as it would. */
export function LineLimitNote({ pace }: { pace: PaceFigures }) {
  const { i18n } = useLingui();
  if (pace.limited_by === null) return null;
  return (
    <p className={classes.limit} role="status" data-limit={pace.limited_by}>
      <IconAlertTriangle size={16} stroke={1.8} aria-hidden="true" />
      {i18n._(LINE_LIMIT[pace.limited_by])}
    </p>
  );
}
