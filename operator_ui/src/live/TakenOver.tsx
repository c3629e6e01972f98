import { Trans } from "@lingui/react/macro";
import { Button, Modal, Text } from "@mantine/core";
import { useLive, useRestartLive } from "./LiveProvider";

/** Another tab has the telephone now; this one stands aside until it is asked back. */
export function TakenOver() {
  const restart = useRestartLive();
  const isTakenOver = useLive(({ phase }) => phase.name === "stopped" && phase.reason === "taken_over");
  return (
    <Modal
      opened={isTakenOver}
      onClose={() => {}}
      withCloseButton={false}
      title={<Trans>Zvonar is open in another tab</Trans>}
      overlayProps={{ blur: 3 }}
    >
      <Text mb="lg">
        <Trans>The telephone and the calls belong to the tab opened last.</Trans>
      </Text>
      <Button onClick={restart}>
        <Trans>Work in this tab</Trans>
      </Button>
    </Modal>
  );
}
