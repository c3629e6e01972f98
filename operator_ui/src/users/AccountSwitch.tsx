import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Popover, Switch, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useReport } from "../app/useReport";
import { users as server, type UserAccount } from "./requests";

/** Switches a user on at once, and off once it was asked whether that is meant. */
export function AccountSwitch({ user }: { user: UserAccount }) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
  const turning = useMutation({
    mutationFn: (isActive: boolean) => server.turn(user.id, isActive),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["users"] }),
    onError: useReport(),
  });
  const { name } = user;
  const turn = (isActive: boolean) => {
    setIsAsking(false);
    turning.mutate(isActive);
  };
  return (
    <Popover opened={isAsking} onChange={setIsAsking} position="bottom" width={300} withArrow trapFocus>
      <Popover.Target>
        <Switch
          aria-label={t`${name} may log in`}
          checked={turning.isPending ? turning.variables : user.is_active}
          onChange={({ currentTarget: { checked } }) => (checked ? turn(true) : setIsAsking(true))}
        />
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm" mb={8}>
          <Trans>
            Switch {name} off? They are logged out everywhere at once, and taken off line if they telephone.
          </Trans>
        </Text>
        <Button size="xs" color="red" onClick={() => turn(false)}>
          <Trans>Yes, switch off</Trans>
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
