import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "../api/client";
import type { DncEntry } from "../api/types";
import { fieldReasons } from "../app/errorText";
import { useReportBeside } from "../app/useReport";
import { readable } from "../client/phoneNumber";

/** Asks why a number may be called again; the answer goes to the audit trail. */
export function RemoveDialog({ entry, onClose }: { entry: DncEntry | null; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const [reason, setReason] = useState("");
  const close = () => {
    setReason("");
    remove.reset();
    onClose();
  };
  const remove = useMutation({
    mutationFn: ({ id }: DncEntry) => api.removeRefusedNumber(id, reason.trim()),
    onSuccess: () => {
      close();
      return queryClient.invalidateQueries({ queryKey: ["dnc"] });
    },
    onError: useReportBeside("reason"),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (entry) remove.mutate(entry);
  };
  return (
    <Modal
      opened={entry !== null}
      onClose={close}
      title={t`Let ${entry ? readable(entry.phone_number) : ""} be called again?`}
    >
      <form onSubmit={submit}>
        <TextInput
          label={t`Why`}
          description={t`Kept in the audit trail with your name.`}
          data-autofocus
          maxLength={200}
          value={reason}
          error={fieldReasons(i18n, remove.error).reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" color="red" disabled={reason.trim() === ""} loading={remove.isPending}>
            <Trans>Remove from the list</Trans>
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
