import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Alert, Button, Group, Popover, Stack, Text } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api/client";
import type { ClientCard } from "../api/types";
import { errorText } from "../app/errorText";
import { ZoneSelect } from "../time/ZoneSelect";

/** Says where the client is, if it is not where the card has it. */
export function ZoneCorrection({ client }: { client: ClientCard }) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [zone, setZone] = useState(client.time_zone);
  const correct = useMutation({
    mutationFn: () => api.correctClient(client.id, { time_zone: zone }),
    onSuccess: (card) => {
      queryClient.setQueryData(["client", client.id], card);
      setOpen(false);
    },
  });
  const open = () => {
    setZone(client.time_zone);
    correct.reset();
    setOpen(true);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} width={320} position="bottom-start" trapFocus shadow="md">
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={t`Correct the time zone`}
          title={t`Correct the time zone`}
          onClick={() => (isOpen ? setOpen(false) : open())}
        >
          <IconPencil size={15} stroke={1.7} aria-hidden="true" />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <ZoneSelect
            label={t`Time zone`}
            value={zone}
            onChange={setZone}
            comboboxProps={{ withinPortal: false }}
          />
          <Text size="xs" c="dimmed">
            <Trans>Every campaign calls this client by the clock there, at once.</Trans>
          </Text>
          {correct.isError && (
            <Alert color="red" role="alert">
              {errorText(i18n, correct.error)}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button size="xs" variant="default" onClick={() => setOpen(false)}>
              <Trans>Cancel</Trans>
            </Button>
            <Button
              size="xs"
              disabled={zone === client.time_zone}
              loading={correct.isPending}
              onClick={() => correct.mutate()}
            >
              <Trans>Save</Trans>
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
