import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";

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
      <TextInput
        type="date"
        label={t`From`}
        value={range.from}
        onChange={({ currentTarget }) => onChange({ ...range, from: currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t`Until and including`}
        value={range.to}
        error={isBackwards(range) && t`is before the beginning`}
        onChange={({ currentTarget }) => onChange({ ...range, to: currentTarget.value })}
      />
    </>
  );
}
