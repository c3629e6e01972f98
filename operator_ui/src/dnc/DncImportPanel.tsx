import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, FileButton } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../api/client";
import type { Campaign, DncImport } from "../api/types";
import { reasonText } from "../app/errorCodes";
import { errorText } from "../app/errorText";
import classes from "./DncRegister.module.css";

/** Numbers from a file; what was refused is shown line by line. */
export function DncImportPanel({ campaign }: { campaign: Campaign | null }) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const upload = useMutation({
    mutationFn: (file: File) => api.importRefusedNumbers(campaign?.id ?? null, file),
    // Of a file that failed half-way a part is entered.
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["dnc"] }),
  });
  return (
    <>
      <div className={classes.row}>
        <FileButton accept=".csv,.txt,text/csv,text/plain" onChange={(file) => file && upload.mutate(file)}>
          {(props) => (
            <Button
              {...props}
              variant="default"
              loading={upload.isPending}
              leftSection={<IconUpload size={16} stroke={1.8} />}
            >
              <Trans>Import a file</Trans>
            </Button>
          )}
        </FileButton>
        <span className={classes.total}>
          <Trans>CSV or text: a number on each line, or a column “phone”</Trans>
        </span>
      </div>
      {upload.isError && (
        <Alert color="red" role="alert" title={t`The file was not entered as a whole`}>
          {errorText(i18n, upload.error)}
        </Alert>
      )}
      {upload.data && <Report report={upload.data} />}
    </>
  );
}

function Report({ report: { added, known, rejected_total, rejected } }: { report: DncImport }) {
  const { t, i18n } = useLingui();
  return (
    <div role="status" className={classes.report}>
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
              one="# line was refused"
              few="# lines were refused"
              many="# lines were refused"
              other="# lines were refused"
            />
          </p>
          <ul className={classes.rejected} aria-label={t`Refused lines`}>
            {rejected.map((fault) => (
              <li key={fault.line}>
                {t`Line ${fault.line}`}: {fault.value || "—"} — {reasonText(i18n, fault)}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
