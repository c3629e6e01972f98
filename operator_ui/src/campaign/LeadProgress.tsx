import { Trans, useLingui } from "@lingui/react/macro";
import type { FloorCampaign } from "../api/types";
import classes from "./LeadProgress.module.css";

type LeadProgressProps = { campaign: Pick<FloorCampaign, "leads_open" | "leads_total"> };

/** How much of the list is worked off. */
export function LeadProgress({ campaign: { leads_open, leads_total } }: LeadProgressProps) {
  const { i18n } = useLingui();
  const closed = leads_total - leads_open;
  const number = (count: number) => new Intl.NumberFormat(i18n.locale).format(count);
  return (
    <div className={classes.progress}>
      <div className={classes.track} aria-hidden="true">
        <span style={{ width: `${leads_total > 0 ? (closed / leads_total) * 100 : 0}%` }} />
      </div>
      <span className={classes.text}>
        <Trans>
          {number(leads_open)} of {number(leads_total)} leads to call
        </Trans>
      </span>
    </div>
  );
}
