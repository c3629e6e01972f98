import { useLingui } from "@lingui/react/macro";
import { DateInput } from "@mantine/dates";
import { typedDate } from "./typedDate";

/** Whole days, both included, as YYYY-MM-DD; an empty one is none. */
export type DateRange = { from: string; to: string };

type DateRangeFieldsProps = { range: DateRange; onChange: (range: DateRange) => void };

export function isBackwards({ from, to }: DateRange): boolean {
  return from !== "" && to !== "" && to < from;
}

/** From which day until which one. */
export function DateRangeFields({ range, onChange }: DateRangeFieldsProps) {
  const { t } = useLingui();
  return (
    <>
      <DateInput
        clearable
        label={t`From`}
        placeholder={t`DD.MM.YYYY`}
        valueFormat="DD.MM.YYYY"
        dateParser={typedDate}
        value={range.from || null}
        onChange={(day) => onChange({ ...range, from: day ?? "" })}
      />
      <DateInput
        clearable
        label={t`Until and including`}
        placeholder={t`DD.MM.YYYY`}
        valueFormat="DD.MM.YYYY"
        dateParser={typedDate}
        value={range.to || null}
        error={isBackwards(range) && t`is before the beginning`}
        onChange={(day) => onChange({ ...range, to: day ?? "" })}
      />
    </>
  );
}
