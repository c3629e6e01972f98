import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Progress } from "@mantine/core";
import type { DncImport } from "../api/types";
import { failureText, reasonText } from "../app/errorCodes";
import { JOB_STATE } from "../lists/words";
import classes from "./DncRegister.module.css";

type DncImportReportProps = {
  one: DncImport;
  /** Null: it has ended. */
  onCancel: (() => void) | null;
  isCancelling: boolean;
};

/** How far a file of numbers is entered, what it came to, and line by line what was refused. */
export function DncImportReport({ one, onCancel, isCancelling }: DncImportReportProps) {
  const { t, i18n } = useLingui();
  const { added, known, rejected_total, rejected, lines_done, lines_total } = one;
  return (
    <section className={classes.report} aria-label={t`Last import`}>
      <div className={classes.row}>
        <strong>{one.file_name}</strong>
        <span role="status">
          {i18n._(JOB_STATE[one.state])}
          {onCancel && ` · ${i18n.number(lines_done)} / ${i18n.number(lines_total ?? 0)}`}
        </span>
        {onCancel && (
          <Button size="compact-xs" variant="default" loading={isCancelling} onClick={onCancel}>
            <Trans>Stop</Trans>
          </Button>
        )}
      </div>
      {onCancel && (
        <Progress
          value={lines_total ? (100 * lines_done) / lines_total : 0}
          animated
          aria-label={t`Lines imported`}
        />
      )}
      {one.state === "failed" && (
        <Alert color="red" role="alert" title={t`The file was not entered as a whole`}>
          {failureText(i18n, one.faults)}
        </Alert>
      )}
      <p>
        <Plural
          value={added}
          one="# number added"
          few="# numbers added"
          many="# numbers added"
          other="# numbers added"
        />
        {", "}
        <Plural
          value={known}
          one="# was on the list already"
          few="# were on the list already"
          many="# were on the list already"
          other="# were on the list already"
        />
      </p>
      {rejected_total > 0 && (
        <>
          <p className={classes.refused}>
            <Plural
              value={rejected_total}
              one="# value could not be entered"
              few="# values could not be entered"
              many="# values could not be entered"
              other="# values could not be entered"
            />
          </p>
          <ul className={classes.rejected} aria-label={t`What could not be entered`}>
            {rejected.map((fault, place) => (
              <li key={place}>
                {t`Line ${fault.line}`}: {fault.value || "—"} — {reasonText(i18n, fault)}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
