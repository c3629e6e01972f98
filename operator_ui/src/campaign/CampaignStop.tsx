import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Tooltip } from "@mantine/core";
import { IconPlayerStop } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../api/client";
import type { FloorCampaign } from "../api/types";
import { useReport } from "../app/useReport";

/** Ends dialling at once: unlike a pause, it does not wait for those calls that still ring. */
export function CampaignStop({ campaign }: { campaign: Pick<FloorCampaign, "id" | "name"> }) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const stop = useMutation({
    mutationFn: () => api.stopCampaign(campaign.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["campaigns"] }),
    onError: useReport(),
  });
  return (
    <Tooltip label={t`Dials nothing more and hangs up what rings. Talks go on.`} withArrow={true}>
      <Button
        size="xs"
        variant="default"
        aria-label={t`Stop ${campaign.name}`}
        leftSection={<IconPlayerStop size={14} />}
        loading={stop.isPending}
        onClick={() => stop.mutate()}
      >
        <Trans>Stop</Trans>
      </Button>
    </Tooltip>
  );
}
