import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../api/client";
import type { FloorCampaign } from "../api/types";
import { useReport } from "../app/useReport";

/** Starts a campaign that rests, pauses one that dials. */
export function CampaignSwitch({
  campaign,
}: {
  campaign: Pick<FloorCampaign, "id" | "name" | "is_running">;
}) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const toggle = useMutation({
    mutationFn: () => (campaign.is_running ? api.pauseCampaign(campaign.id) : api.startCampaign(campaign.id)),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["campaigns"] }),
    onError: useReport(),
  });
  return campaign.is_running ? (
    <Button
      size="xs"
      variant="default"
      aria-label={t`Pause ${campaign.name}`}
      leftSection={<IconPlayerPause size={14} />}
      loading={toggle.isPending}
      onClick={() => toggle.mutate()}
    >
      <Trans>Pause</Trans>
    </Button>
  ) : (
    <Button
      size="xs"
      aria-label={t`Start ${campaign.name}`}
      leftSection={<IconPlayerPlay size={14} />}
      loading={toggle.isPending}
      onClick={() => toggle.mutate()}
    >
      <Trans>Start</Trans>
    </Button>
  );
}
