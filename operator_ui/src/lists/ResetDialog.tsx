import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Campaign } from "../api/types";
import { useReport } from "../app/useReport";
import { useTranslated } from "../app/useTranslated";
import { type LeadList, lists } from "./requests";
import { useEveryDisposition } from "./useEveryDisposition";

type ResetDialogProps = { campaign: Campaign; list: LeadList; onClose: () => void };

/** Which worked-off leads of a list are called again, as if they had not been tried. */
export function ResetDialog({ campaign, list, onClose }: ResetDialogProps) {
  const { t } = useLingui();
  const translated = useTranslated();
  const queryClient = useQueryClient();
  const [unreached, setUnreached] = useState(true);
  const [withoutVerdict, setWithoutVerdict] = useState(false);
  const [chosen, setChosen] = useState<string[]>([]);
  const reset = useMutation({
    mutationFn: () =>
      lists.reset(campaign.id, list.id, {
        scope: unreached ? "unreached" : "chosen",
        dispositions: chosen,
        without_verdict: withoutVerdict,
      }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ["resets", campaign.id] });
      await queryClient.invalidateQueries({ queryKey: ["lists", campaign.id] });
      onClose();
    },
    onError: useReport(),
  });
  // Who asked not to be called, or was never there, is not called again by a tick.
  const repeatable = useEveryDisposition(campaign).filter(
    ({ effect }) => effect !== "do_not_call" && effect !== "wrong_number",
  );
  return (
    <Modal opened onClose={onClose} title={t`Call ${list.name} again`}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          <Trans>
            These leads are put back on the list and their attempts are counted anew. Promised calls stay as
            they are.
          </Trans>
        </Text>
        <Checkbox
          label={t`Nobody was talked to`}
          checked={unreached}
          onChange={({ currentTarget: { checked } }) => setUnreached(checked)}
        />
        <Checkbox
          label={t`Talked to, and no verdict came`}
          description={t`For a day such a call waits on its operator's desk and is left alone.`}
          checked={withoutVerdict}
          onChange={({ currentTarget: { checked } }) => setWithoutVerdict(checked)}
        />
        <Checkbox.Group label={t`Talked to, and the verdict was`} value={chosen} onChange={setChosen}>
          <Stack gap={6} mt={6}>
            {repeatable.map(({ code, label }) => (
              <Checkbox key={code} value={code} label={translated(label)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            disabled={!unreached && !withoutVerdict && chosen.length === 0}
            loading={reset.isPending}
            onClick={() => reset.mutate()}
          >
            <Trans>Put them back</Trans>
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
