import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Text, TextInput } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useRef } from "react";
import classes from "./StaffPage.module.css";

const SAYS_COPIED_MS = 2_000;

type GeneratedPasswordProps = { login: string; password: string; onDone: () => void };

/** A password that is told this once, to be handed over. */
export function GeneratedPassword({ login, password, onDone }: GeneratedPasswordProps) {
  const { t } = useLingui();
  const field = useRef<HTMLInputElement>(null);
  const clipboard = useClipboard({ timeout: SAYS_COPIED_MS });
  const copy = () => {
    // Without HTTPS a browser gives no clipboard: then it is marked, to be copied by hand.
    field.current?.select();
    clipboard.copy(password);
  };
  return (
    <>
      <Text size="sm" mb="sm">
        <Trans>
          Hand this password over to {login} now: it is shown once and kept nowhere. It can be changed in the
          user menu.
        </Trans>
      </Text>
      <Group align="flex-end" gap="sm" wrap="nowrap">
        <TextInput
          ref={field}
          className={classes.secret}
          flex={1}
          label={t`Password`}
          readOnly
          value={password}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <Button
          variant="default"
          leftSection={clipboard.copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          onClick={copy}
        >
          {clipboard.copied ? <Trans>Copied</Trans> : <Trans>Copy</Trans>}
        </Button>
      </Group>
      {clipboard.error && (
        <Text size="sm" mt="xs" c="var(--zv-amber-text)" role="status">
          <Trans>The browser does not allow copying here: press Ctrl+C.</Trans>
        </Text>
      )}
      <Group justify="flex-end" mt="lg">
        <Button onClick={onDone}>
          <Trans>Done</Trans>
        </Button>
      </Group>
    </>
  );
}
