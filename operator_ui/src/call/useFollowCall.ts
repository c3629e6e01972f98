import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react";
import { notifications } from "@mantine/notifications";
import { useNavigate, useRouterState } from "@tanstack/react-router";
import { useCallback, useEffect } from "react";
import type { LiveEvent } from "../api/events";
import { CALL_OUTCOME } from "../app/words";
import { useLive, useLiveEvents } from "../live/LiveProvider";
import { useFollowPromises } from "../operator/usePromises";
import { useFollowToday } from "../operator/useToday";
import { useSayThatTheLeadIsGone } from "../preview/useSayThatTheLeadIsGone";
import { useUser } from "../session/UserProvider";
import { useRingback } from "../softphone/useRingback";
import type { LiveState } from "../state/live";
import { dropDraft } from "./draft";

/** What a call does to the whole page: an operator is brought to it, a dialling one is heard ringing. */
export function useFollowCall(): void {
  const { role } = useUser();
  const navigate = useNavigate();
  const shownId = useLive((live) => live.call?.call_id ?? live.preview?.preview_id ?? null);
  const isOnConsole = useRouterState({ select: ({ location }) => location.pathname === "/console" });
  useRingback();
  useFollowToday();
  useFollowPromises();
  useLiveEvents(dropDraftOnceDisposed);
  useSayWhyNobodyCame();
  useSayThatTheLeadIsGone();

  // Only a new call or lead moves the operator; meanwhile one may look at other pages.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (shownId !== null && role === "operator" && !isOnConsole) void navigate({ to: "/console" });
  }, [shownId]);
}

function dropDraftOnceDisposed(event: LiveEvent): void {
  if (event.type === "call_disposed") dropDraft(event.call_id);
}

/** A call that nobody took leaves the screen at once; say what became of it. */
function useSayWhyNobodyCame(): void {
  const { i18n } = useLingui();
  useLiveEvents(
    useCallback(
      (event: LiveEvent, { call }: LiveState) => {
        if (event.type !== "operator_changed" || event.operator.call_id !== null) return;
        if (call === null || call.kind === "dialler" || call.connected_at !== null) return;
        const outcome = i18n._(call.outcome ? CALL_OUTCOME[call.outcome] : msg`Not connected`);
        notifications.show({ title: call.client.name, message: outcome, color: "yellow", withBorder: true });
      },
      [i18n],
    ),
  );
}
