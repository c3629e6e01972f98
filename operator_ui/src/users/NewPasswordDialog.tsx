import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useReport } from "../app/useReport";
import { GeneratedPassword } from "./GeneratedPassword";
import { users as server, type UserAccount } from "./requests";

/** Gives a user another password, made by the server and shown this once. */
export function NewPasswordDialog({ user, onClose }: { user: UserAccount; onClose: () => void }) {
  const { t } = useLingui();
  const renew = useMutation({ mutationFn: () => server.renewPassword(user.id), onError: useReport() });
  const { name, login } = user;
  return (
    <Modal opened onClose={onClose} closeOnClickOutside={!renew.data} title={t`New password for ${name}`}>
      {renew.data ? (
        <GeneratedPassword login={login} password={renew.data.generated_password ?? ""} onDone={onClose} />
      ) : (
        <>
          <Text size="sm">
            <Trans>
              The old password holds no more, and {name} is logged out everywhere. The new one is shown once.
            </Trans>
          </Text>
          <Group justify="flex-end" mt="lg">
            <Button variant="default" onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
            <Button data-autofocus loading={renew.isPending} onClick={() => renew.mutate()}>
              <Trans>Make a new password</Trans>
            </Button>
          </Group>
        </>
      )}
    </Modal>
  );
}
