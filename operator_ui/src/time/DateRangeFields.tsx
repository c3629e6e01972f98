import { useLingui } from "@lingui/react/macro";
import { DateInput } from "@mantine/dates";
import dayjs from "dayjs";
import type { ErrorCode, Parameters } from "../api/types";
import { reasonText } from "../app/errorCodes";
import { typedDate } from "./typedDate";

/** Whole days, both included, as YYYY-MM-DD; an empty one is none. */
export type DateRange = { from: string; to: string };

type DateRangeFieldsProps = {
  range: DateRange;
  onChange: (range: DateRange) => void;
  /** Both days included; none: any length. */
  mostDays?: number;
};

/** What the server would say of two given days; nothing, while one of them is open. */
export function rangeFault({ from, to }: DateRange, mostDays = Infinity): ErrorCode | null {
  if (from === "" || to === "") {
    return null;
  }
  if (to < from) {
    return "before_beginning";
  }
  return dayjs(to).diff(from, "day") >= mostDays ? "period_too_long" : null;
}

/** From which day until which one. */
export function DateRangeFields({ range, onChange, mostDays }: DateRangeFieldsProps) {
  const { t, i18n } = useLingui();
  const code = rangeFault(range, mostDays);
  const parameters: Parameters = mostDays === undefined ? {} : { max_days: mostDays - 1 };
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
        error={code && reasonText(i18n, { code, parameters, reason: code })}
        onChange={(day) => onChange({ ...range, to: day ?? "" })}
      />
    </>
  );
}
