import { Trans, useLingui } from "@lingui/react/macro";
import { Button, TextInput } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import dayjs from "dayjs";
import { useState } from "react";
import classes from "./RulesTab.module.css";
import { type EvidencePart, evidenceUrl } from "./requests";

const USUAL_DAYS = 30;

/** What a campaign can show to whoever asks, as files for a spreadsheet. */
export function EvidencePanel({ campaignId }: { campaignId: string }) {
  const { t } = useLingui();
  const [from, setFrom] = useState(() =>
    dayjs()
      .subtract(USUAL_DAYS - 1, "day")
      .format("YYYY-MM-DD"),
  );
  const [to, setTo] = useState(() => dayjs().format("YYYY-MM-DD"));
  const parts: [EvidencePart, string][] = [
    ["calls", t`Calls`],
    ["previews", t`Offered leads`],
    ["days", t`Abandon rate by day`],
    ["policies", t`Policies in force`],
  ];
  const isPeriod = from !== "" && to !== "" && from <= to;
  return (
    <section className={classes.evidence} aria-label={t`Evidence`}>
      <h3>
        <Trans>Evidence (CSV)</Trans>
      </h3>
      <div className={classes.row}>
        <TextInput
          type="date"
          label={t`From`}
          value={from}
          onChange={({ currentTarget }) => setFrom(currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t`Until and including`}
          value={to}
          onChange={({ currentTarget }) => setTo(currentTarget.value)}
        />
        {parts.map(([part, name]) => (
          <Button
            key={part}
            component="a"
            href={evidenceUrl(campaignId, part, from, to)}
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
