import { Trans, useLingui } from "@lingui/react/macro";
import type { FloorCampaign } from "../api/types";
import { momentText, secondsBetween } from "../time/duration";
import { useNow } from "../time/useNow";
import classes from "./LeadProgress.module.css";

type LeadProgressProps = {
  campaign: Pick<FloorCampaign, "leads_open" | "leads_total" | "leads_counted_at">;
};

const IS_OLD_AFTER_SECONDS = 20;

/** How much of the lists is worked off, and as of when that is if it is not as of now. */
export function LeadProgress({ campaign }: LeadProgressProps) {
  const { leads_open, leads_total, leads_counted_at } = campaign;
  const { i18n } = useLingui();
  const closed = leads_total - leads_open;
  const number = (count: number) => new Intl.NumberFormat(i18n.locale).format(count);
  return (
    <div className={classes.progress}>
      <div className={classes.track} aria-hidden="true">
        <span style={{ width: `${leads_total > 0 ? (closed / leads_total) * 100 : 0}%` }} />
      </div>
      <span className={classes.text}>
        {leads_counted_at === null ? (
          <Trans>The leads are being counted.</Trans>
        ) : (
          <>
            <Trans>
              {number(leads_open)} of {number(leads_total)} leads to call
            </Trans>
            <AsOf at={leads_counted_at} />
          </>
        )}
      </span>
    </div>
  );
}

function AsOf({ at }: { at: string }) {
  const { i18n } = useLingui();
  const nowMs = useNow();
  if (secondsBetween(at, nowMs) <= IS_OLD_AFTER_SECONDS) return null;
  return (
    <>
      {" "}
      <Trans>as of {momentText(at, nowMs, i18n.locale)}</Trans>
    </>
  );
}
