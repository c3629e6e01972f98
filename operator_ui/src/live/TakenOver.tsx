import { Trans } from "@lingui/react/macro";
import { Button, Group, Modal, Text, ThemeIcon } from "@mantine/core";
import { IconDevices2 } from "@tabler/icons-react";
import { useLive, useRestartLive } from "./LiveProvider";

/** Another page of this user has the telephone now; this one stands aside until it is asked back. */
export function TakenOver() {
  const restart = useRestartLive();
  const isTakenOver = useLive(({ phase }) => phase.name === "stopped" && phase.reason === "taken_over");
  return (
    <Modal
      opened={isTakenOver}
      onClose={() => {}}
      withCloseButton={false}
      title={
        <Group gap="sm" wrap="nowrap">
          <ThemeIcon variant="light" size={38} radius="md">
            <IconDevices2 size={21} stroke={1.7} />
          </ThemeIcon>
          <Trans>You are on line elsewhere</Trans>
        </Group>
      }
      padding="lg"
      overlayProps={{ blur: 3 }}
    >
      <Text mb="lg" c="dimmed" lh={1.5}>
        <Trans>
          The telephone and the calls are now in another tab or on another computer: where you went on line
          last.
        </Trans>
      </Text>
      <Button fullWidth size="md" onClick={restart} data-autofocus>
        <Trans>Work here</Trans>
      </Button>
    </Modal>
  );
}
