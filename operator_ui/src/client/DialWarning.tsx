import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Modal } from "@mantine/core";

type DialWarningProps = { warnings: string[] | null; onDial: () => void; onLetBe: () => void };

/** What would keep a campaign from calling this number now; a person decides for themselves. */
export function DialWarning({ warnings, onDial, onLetBe }: DialWarningProps) {
  const { t } = useLingui();
  return (
    <Modal opened={warnings !== null} onClose={onLetBe} title={t`Call now?`} centered>
      <ul>
        {warnings?.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
      <Group justify="flex-end">
        <Button variant="default" onClick={onLetBe} data-autofocus>
          <Trans>Do not call</Trans>
        </Button>
        <Button onClick={onDial}>
          <Trans>Call all the same</Trans>
        </Button>
      </Group>
    </Modal>
  );
}
