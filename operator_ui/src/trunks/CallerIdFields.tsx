import { useLingui } from "@lingui/react/macro";
import { NumberInput, TextInput } from "@mantine/core";
import type { CallerIdChange } from "./requests";

type CallerIdFieldsProps = {
  wanted: CallerIdChange;
  /** Why the server refused what was typed, by field. */
  reasons: Partial<Record<string, string>>;
  onChange: (change: CallerIdChange) => void;
};

/** What can be set of a caller ID, new or old. */
export function CallerIdFields({ wanted, reasons, onChange: set }: CallerIdFieldsProps) {
  const { t } = useLingui();
  return (
    <>
      <TextInput
        label={t`Region`}
        placeholder={t({ message: "any", context: "of regions" })}
        maxLength={200}
        value={wanted.region ?? ""}
        error={reasons.region}
        onChange={({ currentTarget }) => set({ region: currentTarget.value })}
      />
      <NumberInput
        label={t`Calls a day`}
        placeholder={t`no limit`}
        min={1}
        max={100000}
        allowDecimal={false}
        value={wanted.daily_cap ?? ""}
        error={reasons.daily_cap}
        onChange={(typed) => set({ daily_cap: typed === "" ? null : Number(typed) })}
      />
      <NumberInput
        label={t`Then rests, hours`}
        min={0}
        max={744}
        allowDecimal={false}
        value={wanted.rest_hours ?? 0}
        error={reasons.rest_hours}
        onChange={(typed) => set({ rest_hours: Number(typed) })}
      />
    </>
  );
}
