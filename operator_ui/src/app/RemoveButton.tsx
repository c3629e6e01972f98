import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Popover, Text } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";

type RemoveButtonProps = {
  /** What is removed, as its reader calls it. */
  name: string;
  isRemoving: boolean;
  onRemove: () => void;
};

/** Removes a thing that cannot be had back, once it was asked whether that is meant. */
export function RemoveButton({ name, isRemoving, onRemove }: RemoveButtonProps) {
  const { t } = useLingui();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <Popover opened={isAsking} onChange={setIsAsking} position="bottom-end" withArrow trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="subtle"
          color="red"
          aria-label={t`Remove ${name}`}
          leftSection={<IconTrash size={14} />}
          loading={isRemoving}
          onClick={() => setIsAsking(!isAsking)}
        >
          <Trans>Remove</Trans>
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm" mb={8}>
          <Trans>Remove {name}?</Trans>
        </Text>
        <Button
          size="xs"
          color="red"
          onClick={() => {
            setIsAsking(false);
            onRemove();
          }}
        >
          <Trans>Yes, remove</Trans>
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
