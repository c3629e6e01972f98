import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, FileButton } from "@mantine/core";
import { IconCheck, IconUpload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { api } from "../api/client";
import type { LeadImport } from "../api/types";
import { reasonText } from "../app/errorCodes";
import { errorText } from "../app/errorText";
import classes from "./LeadImportPanel.module.css";

/** Leads from a CSV file; what was refused is shown line by line. */
export function LeadImportPanel({ campaignId }: { campaignId: string }) {
  const { t, i18n } = useLingui();
  const upload = useMutation({ mutationFn: (file: File) => api.importLeads(campaignId, file) });
  return (
    <div className={classes.panel}>
      <div className={classes.row}>
        <FileButton accept=".csv,text/csv" onChange={(file) => file && upload.mutate(file)}>
          {(props) => (
            <Button
              {...props}
              variant="default"
              leftSection={<IconUpload size={16} stroke={1.8} />}
              loading={upload.isPending}
            >
              <Trans>Import leads from CSV</Trans>
            </Button>
          )}
        </FileButton>
        <span className={classes.hint}>
          <Trans>
            UTF-8, the first line names the columns: <code>name</code>, <code>phone_number</code>
          </Trans>
        </span>
      </div>
      {upload.isError && (
        <Alert color="red" role="alert" title={t`Nothing was imported`}>
          {errorText(i18n, upload.error)}
        </Alert>
      )}
      {upload.data && <Report report={upload.data} />}
    </div>
  );
}

function Report({ report: { imported, rejected } }: { report: LeadImport }) {
  const { t, i18n } = useLingui();
  const refused = rejected.length;
  return (
    <div role="status" className={classes.report}>
      <p className={classes.done}>
        <IconCheck size={16} stroke={2.2} aria-hidden="true" />
        <Plural
          value={imported}
          one="# lead imported"
          few="# leads imported"
          many="# leads imported"
          other="# leads imported"
        />
      </p>
      {refused > 0 && (
        <>
          <p className={classes.refused}>
            <Plural
              value={refused}
              one="# line was refused"
              few="# lines were refused"
              many="# lines were refused"
              other="# lines were refused"
            />
          </p>
          <div className={classes.scroll}>
            <table aria-label={t`Refused lines`}>
              <thead>
                <tr>
                  <th>
                    <Trans context="of a file">Line</Trans>
                  </th>
                  <th>
                    <Trans>Field</Trans>
                  </th>
                  <th>
                    <Trans>Value</Trans>
                  </th>
                  <th>
                    <Trans>Reason</Trans>
                  </th>
                </tr>
              </thead>
              <tbody>
                {rejected.map((fault) => (
                  <tr key={`${fault.line}-${fault.field}`}>
                    <td>{fault.line}</td>
                    <td>{fault.field}</td>
                    <td>{fault.value || "—"}</td>
                    <td>{reasonText(i18n, fault)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </div>
  );
}
