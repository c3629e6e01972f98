import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { errorText } from "../app/errorText";
import { type LeadList, LONGEST_NAME, lists } from "./requests";

type RenameDialogProps = { campaignId: string; list: LeadList; onClose: () => void };

/** Gives a list another name. */
export function RenameDialog({ campaignId, list, onClose }: RenameDialogProps) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const [name, setName] = useState(list.name);
  const rename = useMutation({
    mutationFn: () => lists.change(campaignId, list.id, { name: name.trim() }),
    onSuccess: async () => {
      await Promise.all(
        ["lists", "selections"].map((key) => queryClient.invalidateQueries({ queryKey: [key, campaignId] })),
      );
      onClose();
    },
  });
  const isChanged = name.trim() !== "" && name.trim() !== list.name;
  return (
    <Modal opened onClose={onClose} title={t`Rename the list`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isChanged) rename.mutate();
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={t({ message: "Name", context: "of a list" })}
            required
            data-autofocus
            maxLength={LONGEST_NAME}
            error={name.trim() === "" && t`A list has a name`}
            value={name}
            onChange={({ currentTarget: { value } }) => setName(value)}
          />
          {rename.error && (
            <Alert color="red" role="alert">
              {errorText(i18n, rename.error)}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
            <Button type="submit" disabled={!isChanged} loading={rename.isPending}>
              <Trans>Save</Trans>
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
