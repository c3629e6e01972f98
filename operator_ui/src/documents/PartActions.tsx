import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Group } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconTrash } from "@tabler/icons-react";
import classes from "./DocumentsTab.module.css";

type PartActionsProps = {
  /** Which part, as its reader calls it. */
  name: string;
  place: number;
  count: number;
  onMove: (to: number) => void;
  onRemove: () => void;
};

/** Moves a part of a document up and down, or takes it out. */
export function PartActions({ name, place, count, onMove, onRemove }: PartActionsProps) {
  const { t } = useLingui();
  const look = { variant: "subtle", color: "gray", size: "md" } as const;
  return (
    <Group gap={2} wrap="nowrap" className={classes.actions}>
      <ActionIcon
        {...look}
        aria-label={t`Move up: ${name}`}
        disabled={place === 0}
        onClick={() => onMove(place - 1)}
      >
        <IconArrowUp size={16} />
      </ActionIcon>
      <ActionIcon
        {...look}
        aria-label={t`Move down: ${name}`}
        disabled={place === count - 1}
        onClick={() => onMove(place + 1)}
      >
        <IconArrowDown size={16} />
      </ActionIcon>
      <ActionIcon {...look} color="red" aria-label={t`Remove ${name}`} onClick={onRemove}>
        <IconTrash size={16} />
      </ActionIcon>
    </Group>
  );
}
