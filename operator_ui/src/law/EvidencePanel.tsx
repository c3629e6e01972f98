import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import dayjs from "dayjs";
import { useState } from "react";
import { type DateRange, DateRangeFields, rangeFault } from "../time/DateRangeFields";
import classes from "./RulesTab.module.css";
import { type EvidencePart, evidenceUrl } from "./requests";

const USUAL_DAYS = 30;
const MOST_DAYS = 366;

/** What a campaign can show to whoever asks, as files for a spreadsheet. */
export function EvidencePanel({ campaignId }: { campaignId: string }) {
  const { t } = useLingui();
  const [range, setRange] = useState<DateRange>(() => ({
    from: dayjs()
      .subtract(USUAL_DAYS - 1, "day")
      .format("YYYY-MM-DD"),
    to: dayjs().format("YYYY-MM-DD"),
  }));
  const parts: [EvidencePart, string][] = [
    ["calls", t`Calls`],
    ["previews", t`Offered leads`],
    ["days", t`Abandon rate by day`],
    ["policies", t`Policies in force`],
  ];
  const { from, to } = range;
  const isPeriod = from !== "" && to !== "" && rangeFault(range, MOST_DAYS) === null;
  return (
    <section className={classes.evidence} aria-label={t`Evidence`}>
      <h3>
        <Trans>Evidence (CSV)</Trans>
      </h3>
      <div className={classes.row}>
        <DateRangeFields range={range} onChange={setRange} mostDays={MOST_DAYS} />
        {parts.map(([part, name]) => (
          <Button
            key={part}
            component="a"
            href={isPeriod ? evidenceUrl(campaignId, part, from, to) : undefined}
            download
            variant="default"
            data-disabled={!isPeriod || undefined}
            leftSection={<IconDownload size={15} />}
          >
            {name}
          </Button>
        ))}
      </div>
    </section>
  );
}
