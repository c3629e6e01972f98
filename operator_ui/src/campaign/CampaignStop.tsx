import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Tooltip } from "@mantine/core";
import { IconPlayerStop } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../api/client";
import type { FloorCampaign } from "../api/types";
import { useReport } from "../app/useReport";

type CampaignStopProps = {
  campaign: Pick<FloorCampaign, "id" | "name" | "is_running" | "calls_up" | "calls_unanswered">;
};

/**
 * Ends dialling at once: unlike a pause, it lets calls ring no longer than the policy asks for.
 *
 * It is there while the campaign dials or any call of it is up; a campaign that was paused may still ring.
 */
export function CampaignStop({ campaign }: CampaignStopProps) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const stop = useMutation({
    mutationFn: () => api.stopCampaign(campaign.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["campaigns"] }),
    onError: useReport(),
  });
  const { name, is_running, calls_up, calls_unanswered } = campaign;
  if (!is_running && calls_up === 0) return null;
  const isOfUse = is_running || calls_unanswered > 0;
  return (
    <Tooltip label={<StopMeaning campaign={campaign} />} multiline={true} w={260} withArrow={true}>
      <Button
        size="xs"
        variant="default"
        aria-label={t`Stop ${name}`}
        // A disabled button would neither be focused nor say why.
        data-disabled={!isOfUse || undefined}
        aria-disabled={!isOfUse}
        leftSection={<IconPlayerStop size={14} />}
        loading={stop.isPending}
        onClick={() => isOfUse && stop.mutate()}
      >
        <Trans>Stop</Trans>
      </Button>
    </Tooltip>
  );
}

function StopMeaning({ campaign: { is_running, calls_unanswered } }: CampaignStopProps) {
  if (calls_unanswered > 0)
    return (
      <Plural
        value={calls_unanswered}
        one="Dials nothing more and hangs up # call that rings, once it has rung for the policy's minimum. Conversations go on."
        few="Dials nothing more and hangs up # calls that ring, each once it has rung for the policy's minimum. Conversations go on."
        many="Dials nothing more and hangs up # calls that ring, each once it has rung for the policy's minimum. Conversations go on."
        other="Dials nothing more and hangs up # calls that ring, each once it has rung for the policy's minimum. Conversations go on."
      />
    );
  return is_running ? (
    <Trans>
      Dials nothing more and hangs up what rings, once it has rung for the policy's minimum. Conversations go
      on.
    </Trans>
  ) : (
    <Trans>Nothing rings any more. The conversations go on until they end by themselves.</Trans>
  );
}
