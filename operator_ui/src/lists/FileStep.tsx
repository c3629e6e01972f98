import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, FileButton, Stack, Text } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type DragEvent, useState } from "react";
import { errorText } from "../app/errorText";
import classes from "./ImportWizard.module.css";
import { type ImportUploaded, imports } from "./requests";

type FileStepProps = { campaignId: string; onUploaded: (uploaded: ImportUploaded) => void };

/** A file is chosen or dropped, and sent. */
export function FileStep({ campaignId, onUploaded }: FileStepProps) {
  const { t, i18n } = useLingui();
  const [isOver, setOver] = useState(false);
  const upload = useMutation({
    mutationFn: (file: File) => imports.upload(campaignId, file),
    onSuccess: onUploaded,
  });
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) upload.mutate(file);
  };
  return (
    <Stack gap="md">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keyboard */}
      <div
        className={classes.drop}
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <FileButton accept=".csv,.txt,.xlsx" onChange={(file) => file && upload.mutate(file)}>
          {(props) => (
            <Button {...props} leftSection={<IconUpload size={16} stroke={1.8} />} loading={upload.isPending}>
              <Trans>Choose a file</Trans>
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed">
          <Trans>or drop it here: CSV or XLSX, up to 50 MiB, in any usual encoding</Trans>
        </Text>
      </div>
      {upload.isError && (
        <Alert color="red" role="alert" title={t`This file cannot be imported`}>
          {errorText(i18n, upload.error)}
        </Alert>
      )}
    </Stack>
  );
}
