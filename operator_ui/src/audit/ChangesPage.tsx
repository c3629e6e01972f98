import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api/client";
import { type DateRange, DateRangeFields } from "../time/DateRangeFields";
import { ChangeList } from "./ChangeList";
import classes from "./ChangeList.module.css";
import { ENTITY, entityText } from "./words";

/** The whole audit trail, of all campaigns and of what belongs to none, narrowed down by what, who and when. */
export function ChangesPage() {
  const { t, i18n } = useLingui();
  const [entity, setEntity] = useState<string | null>(null);
  const [userId, setUserId] = useState<string | null>(null);
  const [range, setRange] = useState<DateRange>({ from: "", to: "" });
  const changers = useQuery({ queryKey: ["changers"], queryFn: api.changers });
  return (
    <div className={classes.page}>
      <h2>
        <Trans>Changes</Trans>
      </h2>
      <div className={classes.filters}>
        <Select
          label={t`What was changed`}
          placeholder={t`Everything`}
          clearable
          data={Object.keys(ENTITY).map((one) => ({ value: one, label: entityText(i18n, one) }))}
          value={entity}
          onChange={setEntity}
        />
        <Select
          label={t`Who`}
          placeholder={t`Everybody`}
          clearable
          searchable
          data={(changers.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={userId}
          onChange={setUserId}
        />
        <DateRangeFields range={range} onChange={setRange} />
      </div>
      <ChangeList
        asked={{ entity, user_id: userId, since: midnight(range.from, 0), until: midnight(range.to, 1) }}
      />
    </div>
  );
}

/** The beginning of a day of the reader's clock, or of one so many days later; null: no day was given. */
function midnight(day: string, later: number): string | null {
  if (day === "") return null;
  const moment = new Date(`${day}T00:00:00`);
  moment.setDate(moment.getDate() + later);
  return moment.toISOString();
}
