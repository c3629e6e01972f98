import { useLingui } from "@lingui/react/macro";
import type { DispositionShare } from "../api/types";
import { useTranslated } from "../app/useTranslated";
import classes from "./DispositionShares.module.css";

/** How the verdicts are divided: one bar, and what its parts are. */
export function DispositionShares({ shares }: { shares: DispositionShare[] }) {
  const { t } = useLingui();
  const translated = useTranslated();
  return (
    <div className={classes.shares}>
      <div className={classes.bar} aria-hidden="true">
        {shares.map(({ disposition: { code, tone }, calls }) => (
          <span key={code} data-tone={tone} style={{ flexGrow: calls }} />
        ))}
      </div>
      <ul className={classes.legend} aria-label={t`Dispositions`}>
        {shares.map(({ disposition: { code, label, tone }, calls }) => (
          <li key={code} data-tone={tone}>
            {translated(label)} <b>{calls}</b>
          </li>
        ))}
      </ul>
    </div>
  );
}
