import { Trans, useLingui } from "@lingui/react/macro";
import { Avatar, Menu, Text, UnstyledButton } from "@mantine/core";
import { IconKey, IconKeyboard, IconLogout } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api/client";
import type { User } from "../api/types";
import { useLeaving } from "../operator/useLeaving";
import { useSetSession } from "../session/session";
import { OwnPasswordDialog } from "../users/OwnPasswordDialog";
import { useReport } from "./useReport";
import { ROLE } from "./words";

export function UserMenu({ user, onShowKeys }: { user: User; onShowKeys: () => void }) {
  const { t, i18n } = useLingui();
  const leave = useLeaving();
  const setSession = useSetSession();
  const [isChangingPassword, setIsChangingPassword] = useState(false);
  const logOut = useMutation({
    mutationFn: async () => {
      if (!(await leave())) return;
      await api.logOut();
      setSession(null);
    },
    onError: useReport(),
  });

  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <UnstyledButton aria-label={t`My account`}>
            <Avatar name={user.name} color="bell" variant="filled" size={34} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <div style={{ padding: "8px 12px" }}>
            <Text fw={650}>{user.name}</Text>
            <Text size="sm" c="var(--zv-muted)">
              {i18n._(ROLE[user.role])} · {user.login}
            </Text>
          </div>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconKeyboard size={16} stroke={1.7} />}
            rightSection="?"
            onClick={onShowKeys}
          >
            <Trans>Keyboard shortcuts</Trans>
          </Menu.Item>
          <Menu.Item
            leftSection={<IconKey size={16} stroke={1.7} />}
            onClick={() => setIsChangingPassword(true)}
          >
            <Trans>Change the password</Trans>
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={16} stroke={1.7} />} onClick={() => logOut.mutate()}>
            <Trans>Log out</Trans>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isChangingPassword && <OwnPasswordDialog onClose={() => setIsChangingPassword(false)} />}
    </>
  );
}
