import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, MultiSelect, Select, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { shortTime, WEEKDAYS, weekdayName } from "./hours";
import classes from "./PolicyForm.module.css";
import { type CallingHours, type DayHours, law } from "./requests";
import { subdivisionName } from "./subdivisions";

const USUAL: DayHours = { opens: "09:00", closes: "20:00" };

const PLACE = "policy.calling_hours";

type HoursFormProps = {
  hours: CallingHours;
  /** Why each field was refused, by its name. */
  reasons: Record<string, string>;
  onChange: (hours: CallingHours) => void;
};

/** Calling hours: each weekday's, and what a holiday is and allows. */
export function HoursForm({ hours, reasons, onChange }: HoursFormProps) {
  const { t, i18n } = useLingui();
  const { week, holidays } = hours;
  const [typedDates, setTypedDates] = useState(holidays.dates.join("\n"));
  const countries = useQuery({ queryKey: ["holiday-countries"], queryFn: law.holidayCountries });
  const names = new Intl.DisplayNames(i18n.locale, { type: "region" });
  const setHolidays = (change: Partial<CallingHours["holidays"]>) =>
    onChange({ ...hours, holidays: { ...holidays, ...change } });

  return (
    <fieldset className={classes.hours}>
      <legend>
        <Trans>Calling hours, by the client's own clock</Trans>
      </legend>
      {WEEKDAYS.map((day) => (
        <DayRow
          key={day}
          name={weekdayName(i18n.locale, day, "long")}
          hours={week[day]}
          reason={reasons[`${PLACE}.week.${day}`]}
          onChange={(changed) => onChange({ ...hours, week: { ...week, [day]: changed } })}
        />
      ))}
      <DayRow
        name={t`Holidays`}
        hours={holidays.hours}
        reason={reasons[`${PLACE}.holidays.hours`]}
        onChange={(changed) => setHolidays({ hours: changed })}
      />
      <p className={classes.hint}>
        <Trans>Until 00:00: to the end of the day. From 00:00 until 00:00: the whole day.</Trans>
      </p>
      <Select
        label={t`Public holidays of`}
        searchable
        clearable
        value={holidays.country}
        data={(countries.data ?? []).map((code) => ({ value: code, label: names.of(code) ?? code }))}
        onChange={(country) => setHolidays({ country, subdivisions: [] })}
      />
      {holidays.country && (
        <Subdivisions
          country={holidays.country}
          chosen={holidays.subdivisions}
          reason={reasons[`${PLACE}.holidays.subdivisions`]}
          onChange={(subdivisions) => setHolidays({ subdivisions })}
        />
      )}
      <Textarea
        label={t`Further holidays, one date a line`}
        placeholder="2027-12-31"
        autosize
        minRows={2}
        maxRows={8}
        value={typedDates}
        onChange={({ currentTarget: { value } }) => {
          setTypedDates(value);
          setHolidays({ dates: value.split(/\s+/).filter(Boolean) });
        }}
      />
    </fieldset>
  );
}

type SubdivisionsProps = {
  country: string;
  chosen: string[];
  reason: string | undefined;
  onChange: (chosen: string[]) => void;
};

/** Nothing, where all of a country has the same days. */
function Subdivisions({ country, chosen, reason, onChange }: SubdivisionsProps) {
  const { t, i18n } = useLingui();
  const parts = useQuery({
    queryKey: ["holiday-subdivisions", country],
    queryFn: () => law.holidaySubdivisions(country),
  });
  const names = Object.entries(parts.data ?? {});
  if (names.length === 0 && chosen.length === 0) return null;
  return (
    <MultiSelect
      label={t`And of its parts`}
      description={t`Without any, only the days that all parts share`}
      searchable
      clearable
      value={chosen}
      error={reason}
      data={names.map(([code, known]) => ({
        value: code,
        label: subdivisionName(i18n, country, code, known),
      }))}
      onChange={onChange}
    />
  );
}

type DayRowProps = {
  name: string;
  hours: DayHours | null;
  reason: string | undefined;
  onChange: (hours: DayHours | null) => void;
};

function DayRow({ name, hours, reason, onChange }: DayRowProps) {
  const { t } = useLingui();
  const reasonId = useId();
  const fault = reason === undefined ? {} : { "aria-invalid": true, "aria-describedby": reasonId };
  return (
    <div className={classes.day}>
      <Checkbox
        label={name}
        checked={hours !== null}
        onChange={({ currentTarget }) => onChange(currentTarget.checked ? USUAL : null)}
      />
      {hours === null ? (
        <span className={classes.hint}>
          <Trans>nobody is called</Trans>
        </span>
      ) : (
        <>
          <input
            type="time"
            aria-label={t`${name}: from`}
            {...fault}
            value={shortTime(hours.opens)}
            onChange={({ currentTarget }) => onChange({ ...hours, opens: currentTarget.value })}
          />
          <span aria-hidden="true">–</span>
          <input
            type="time"
            aria-label={t`${name}: until`}
            {...fault}
            value={shortTime(hours.closes)}
            onChange={({ currentTarget }) => onChange({ ...hours, closes: currentTarget.value })}
          />
          {reason !== undefined && (
            <span id={reasonId} className={classes.fault}>
              {reason}
            </span>
          )}
        </>
      )}
    </div>
  );
}
