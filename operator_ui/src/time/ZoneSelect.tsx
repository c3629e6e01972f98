import { useLingui } from "@lingui/react/macro";
import { Select, type SelectProps } from "@mantine/core";
import { useMemo } from "react";
import { zoneText } from "./zone";

type ZoneSelectProps = Omit<SelectProps, "data" | "value" | "onChange"> & {
  value: string;
  onChange: (zone: string) => void;
};

const MOST_SHOWN = 60;

/** A choice among the time zones of the world, found by a part of the name or by the offset. */
export function ZoneSelect({ value, onChange, ...props }: ZoneSelectProps) {
  const { t } = useLingui();
  const data = useMemo(() => {
    const zones = new Set([...Intl.supportedValuesOf("timeZone"), value]);
    return [...zones].sort().map((zone) => ({ value: zone, label: zoneText(zone, Date.now()) }));
  }, [value]);
  return (
    <Select
      searchable
      allowDeselect={false}
      limit={MOST_SHOWN}
      nothingFoundMessage={t`No such time zone`}
      {...props}
      data={data}
      value={value}
      onChange={(zone) => zone && onChange(zone)}
    />
  );
}
