import { useLingui } from "@lingui/react/macro";
import { notifications } from "@mantine/notifications";
import { useCallback } from "react";
import type { LiveEvent } from "../api/events";
import { useLiveEvents } from "../live/LiveProvider";
import type { LiveState } from "../state/live";
import { wasDecided } from "./decisions";

/** A lead that leaves the screen without a decision: the time was over, or it was taken back. */
export function useSayThatTheLeadIsGone(): void {
  const { t } = useLingui();
  useLiveEvents(
    useCallback(
      (event: LiveEvent, { preview, user }: LiveState) => {
        if (event.type !== "operator_changed" || preview === null || wasDecided(preview.preview_id)) return;
        const { operator_id, preview_id, state } = event.operator;
        // Whoever pauses or is brought into a call sees why it is gone.
        if (operator_id !== user?.id || preview_id !== null || state !== "available") return;
        notifications.show({
          title: preview.client.name,
          message: t`This lead is not offered to you any more`,
          color: "yellow",
          withBorder: true,
        });
      },
      [t],
    ),
  );
}
