import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import classes from "./ListsTab.module.css";

type JobTableProps = { title: ReactNode; subject: ReactNode; children: ReactNode };

/** The heading of a table of `JobRow`s; `subject`: what its first column names. */
export function JobTable({ title, subject, children }: JobTableProps) {
  return (
    <section className={classes.part}>
      <h3>{title}</h3>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>{subject}</th>
            <th>
              <Trans>State</Trans>
            </th>
            <th>
              <Trans>Result</Trans>
            </th>
            <th />
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}
