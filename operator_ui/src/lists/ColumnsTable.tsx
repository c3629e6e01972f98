import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import classes from "./ImportWizard.module.css";
import type { ColumnRole, Preview } from "./requests";
import { ROLE_NAME } from "./words";

const SHOWN_LINES = 6;
const PASSED_OVER = "-";

type ColumnsTableProps = {
  preview: Preview;
  roles: (ColumnRole | null)[];
  onChange: (roles: (ColumnRole | null)[]) => void;
};

/** The beginning of the file, and above each column what it says. */
export function ColumnsTable({ preview, roles, onChange }: ColumnsTableProps) {
  const { t, i18n } = useLingui();
  const choices = [
    { value: PASSED_OVER, label: t`not imported` },
    ...(Object.keys(ROLE_NAME) as ColumnRole[]).map((role) => ({
      value: role,
      label: i18n._(ROLE_NAME[role]),
    })),
  ];
  const give = (column: number, chosen: string) =>
    onChange(
      roles.map((role, place) => {
        if (place === column) return chosen === PASSED_OVER ? null : (chosen as ColumnRole);
        // Only of numbers can there be several.
        return role === chosen && chosen !== "phone_number" ? null : role;
      }),
    );
  return (
    <div className={classes.sheet}>
      <table aria-label={t`The beginning of the file`}>
        <thead>
          <tr>
            {roles.map((role, column) => {
              const heading = preview.heading?.[column] || t`Column ${column + 1}`;
              return (
                <th key={column} data-unused={role === null || undefined}>
                  <div className={classes.heading}>{heading}</div>
                  <Select
                    size="xs"
                    aria-label={t`What “${heading}” says`}
                    allowDeselect={false}
                    data={choices}
                    value={role ?? PASSED_OVER}
                    onChange={(chosen) => chosen && give(column, chosen)}
                    comboboxProps={{ width: 180, position: "bottom-start" }}
                  />
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {preview.samples.slice(0, SHOWN_LINES).map((cells, line) => (
            <tr key={line}>
              {roles.map((role, column) => (
                <td key={column} data-unused={role === null || undefined}>
                  {cells[column] ?? ""}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
