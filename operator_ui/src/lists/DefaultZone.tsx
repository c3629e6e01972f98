import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ZoneSelect } from "../time/ZoneSelect";
import classes from "./ImportWizard.module.css";
import { type ColumnRole, type FileForm, imports } from "./requests";

type DefaultZoneProps = {
  campaignId: string;
  importId: string;
  form: FileForm;
  roles: (ColumnRole | null)[];
  value: string;
  onChange: (zone: string) => void;
};

/** By whose clock those are called of whom the file tells no time zone, and how many they seem to be. */
export function DefaultZone({ campaignId, importId, form, roles, value, onChange }: DefaultZoneProps) {
  const { t } = useLingui();
  const told = useQuery({
    queryKey: ["import-zones", importId, form, roles],
    queryFn: () => imports.zones(campaignId, importId, form, roles),
    enabled: roles.includes("phone_number"),
    placeholderData: keepPreviousData,
  });
  return (
    <div className={classes.zone}>
      <ZoneSelect
        className={classes.wide}
        label={t`Default time zone`}
        value={value}
        onChange={onChange}
        comboboxProps={{ width: 320, position: "bottom-start" }}
      />
      {told.data && (
        <p role="status" className={classes.told} data-lacking={told.data.without_zone > 0 || undefined}>
          {told.data.without_zone === 0 ? (
            <Trans>Every number at the beginning of the file is called by a clock of its own.</Trans>
          ) : (
            <>
              <Plural
                value={told.data.without_zone}
                one="# number has no time zone of its own and will be called by this one"
                few="# numbers have no time zone of their own and will be called by this one"
                many="# numbers have no time zone of their own and will be called by this one"
                other="# numbers have no time zone of their own and will be called by this one"
              />
              {" · "}
              <Trans>
                of {told.data.numbers} at the beginning of the file (lines: {told.data.lines})
              </Trans>
            </>
          )}
        </p>
      )}
    </div>
  );
}
