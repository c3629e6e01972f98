import { useLingui } from "@lingui/react/macro";
import classes from "./ListsTab.module.css";
import type { Kept } from "./requests";
import { KEPT_BECAUSE, KEPT_THING } from "./words";

/** What could not be taken back, and why. */
export function KeptThings({ kept }: { kept: readonly Kept[] }) {
  const { t, i18n } = useLingui();
  if (kept.length === 0) return null;
  return (
    <ul className={classes.kept} aria-label={t`Could not be taken back`}>
      {kept.map(({ thing, because, count }) => (
        <li key={`${thing}-${because}`}>
          {i18n._({ ...KEPT_THING[thing], values: { count } })}: {i18n._(KEPT_BECAUSE[because])}
        </li>
      ))}
    </ul>
  );
}
