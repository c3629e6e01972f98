import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, PasswordInput, Stack } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { fieldReasons } from "../app/errorText";
import { useReportBeside } from "../app/useReport";
import { changeOwnPassword } from "./requests";

const LEAST_LENGTH = 10;
const MOST_LENGTH = 200;

/** Replaces one's own password; whoever does it must know the present one. */
export function OwnPasswordDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useLingui();
  const [present, setPresent] = useState("");
  const [wanted, setWanted] = useState("");
  const [repeated, setRepeated] = useState("");
  const change = useMutation({
    mutationFn: () => changeOwnPassword(present, wanted),
    onSuccess: () => {
      notifications.show({ message: t`Your password is changed` });
      onClose();
    },
    onError: useReportBeside("present_password", "new_password"),
  });
  const reasons = fieldReasons(i18n, change.error);
  const differs = repeated !== "" && repeated !== wanted;
  const visibilityToggleButtonProps = { "aria-label": t`Show the password` };
  return (
    <Modal opened onClose={onClose} title={t`Change the password`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (repeated === wanted) change.mutate();
        }}
      >
        <Stack gap="sm">
          <PasswordInput
            label={t`Present password`}
            autoComplete="current-password"
            data-autofocus
            maxLength={MOST_LENGTH}
            visibilityToggleButtonProps={visibilityToggleButtonProps}
            value={present}
            error={reasons.present_password}
            onChange={({ currentTarget }) => setPresent(currentTarget.value)}
          />
          <PasswordInput
            label={t`New password`}
            description={t`${LEAST_LENGTH} characters at least.`}
            autoComplete="new-password"
            maxLength={MOST_LENGTH}
            visibilityToggleButtonProps={visibilityToggleButtonProps}
            value={wanted}
            error={reasons.new_password}
            onChange={({ currentTarget }) => setWanted(currentTarget.value)}
          />
          <PasswordInput
            label={t`New password once more`}
            autoComplete="new-password"
            maxLength={MOST_LENGTH}
            visibilityToggleButtonProps={visibilityToggleButtonProps}
            value={repeated}
            error={differs && t`The two differ`}
            onChange={({ currentTarget }) => setRepeated(currentTarget.value)}
          />
        </Stack>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            type="submit"
            disabled={present === "" || wanted.length < LEAST_LENGTH || repeated !== wanted}
            loading={change.isPending}
          >
            <Trans>Change</Trans>
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
