import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Modal } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { fieldReasons } from "../app/errorText";
import { useReportBeside } from "../app/useReport";
import { PROFILE_FIELDS, type Profile, ProfileFields } from "./ProfileFields";
import { users as server, type UserAccount } from "./requests";

/** Changes a user's name, role and language. */
export function UserDialog({ user, onClose }: { user: UserAccount; onClose: () => void }) {
  const { i18n } = useLingui();
  const queryClient = useQueryClient();
  const [profile, setProfile] = useState<Profile>({
    name: user.name,
    role: user.role,
    language: user.language,
  });
  const save = useMutation({
    mutationFn: () => server.change(user.id, profile),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ["users"] });
      onClose();
    },
    onError: useReportBeside(...PROFILE_FIELDS),
  });
  return (
    <Modal opened onClose={onClose} title={user.login}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <ProfileFields
          profile={profile}
          reasons={fieldReasons(i18n, save.error)}
          onChange={(change) => setProfile({ ...profile, ...change })}
        />
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" disabled={profile.name.trim() === ""} loading={save.isPending}>
            <Trans>Save</Trans>
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
