import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { fieldReasons } from "../app/errorText";
import { useReportBeside } from "../app/useReport";
import { GeneratedPassword } from "./GeneratedPassword";
import { PROFILE_FIELDS, type Profile, ProfileFields } from "./ProfileFields";
import { users as server } from "./requests";

/** Makes a user; then shows, this once, the password that the server has made. */
export function NewUserDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const [login, setLogin] = useState("");
  const [profile, setProfile] = useState<Profile>({ name: "", role: "operator", language: "ru" });
  const add = useMutation({
    mutationFn: () => server.add({ login, ...profile }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["users"] }),
    onError: useReportBeside("login", ...PROFILE_FIELDS),
  });
  const reasons = fieldReasons(i18n, add.error);
  if (add.data)
    return (
      <Modal opened onClose={onClose} closeOnClickOutside={false} title={t`The user is made`}>
        <GeneratedPassword
          login={add.data.user.login}
          password={add.data.generated_password ?? ""}
          onDone={onClose}
        />
      </Modal>
    );
  return (
    <Modal opened onClose={onClose} title={t`New user`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <ProfileFields
          profile={profile}
          reasons={reasons}
          onChange={(change) => setProfile({ ...profile, ...change })}
        />
        <TextInput
          mt="sm"
          label={t`Login`}
          description={t`Latin letters, digits and . _ @ + -; it cannot be changed later.`}
          required
          maxLength={64}
          autoComplete="off"
          autoCapitalize="none"
          value={login}
          error={reasons.login}
          onChange={({ currentTarget }) => setLogin(currentTarget.value)}
        />
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            type="submit"
            disabled={profile.name.trim() === "" || login.trim() === ""}
            loading={add.isPending}
          >
            <Trans>Add</Trans>
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
