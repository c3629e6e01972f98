import { useLingui } from "@lingui/react/macro";
import { Autocomplete, NumberInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type CallerIdChange, callerIds as server } from "./requests";

type CallerIdFieldsProps = {
  campaignId: string;
  wanted: CallerIdChange;
  /** Why the server refused what was typed, by field. */
  reasons: Partial<Record<string, string>>;
  onChange: (change: CallerIdChange) => void;
};

/** What can be set of a caller ID, new or old. */
export function CallerIdFields({ campaignId, wanted, reasons, onChange: set }: CallerIdFieldsProps) {
  const { t } = useLingui();
  const regions = useQuery({
    queryKey: ["caller-id-regions"],
    queryFn: () => server.regions(campaignId),
    staleTime: Infinity,
  });
  return (
    <>
      <Autocomplete
        label={t`Region`}
        placeholder={t({ message: "any", context: "of regions" })}
        maxLength={200}
        data={regions.data ?? []}
        limit={20}
        value={wanted.region ?? ""}
        error={reasons.region}
        onChange={(region) => set({ region })}
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
