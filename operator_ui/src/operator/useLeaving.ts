import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react";
import { notifications } from "@mantine/notifications";
import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { ProblemError } from "../api/client";
import { useReport } from "../app/useReport";
import { useLive, useLiveStore } from "../live/LiveProvider";
import { useUser } from "../session/UserProvider";
import { useLine, useSoftphone } from "../softphone/SoftphoneProvider";
import { owesVerdict } from "./unfinished";

/**
 * Going off line, as one does on going home. Whoever still owes a verdict is told so and shown where to give it.
 * Resolves to whether one may go.
 */
export function useLeaving(): () => Promise<boolean> {
  const softphone = useSoftphone();
  const store = useLiveStore();
  const report = useReport();
  const askForVerdict = useAskForVerdict();
  const { goOffLine } = useLine();
  return useCallback(async () => {
    if (owesVerdict(store.current().operator)) {
      askForVerdict();
      return false;
    }
    if (softphone.view().state === "offline") return true;
    try {
      await goOffLine();
      return true;
    } catch (error) {
      if (error instanceof ProblemError && error.code === "disposition_missing") askForVerdict();
      else report(error);
      return false;
    }
  }, [softphone, store, report, askForVerdict, goOffLine]);
}

function useAskForVerdict(): () => void {
  const { i18n } = useLingui();
  const { role } = useUser();
  const navigate = useNavigate();
  const clientName = useLive((live) => live.call?.client.name ?? live.operator?.client?.name ?? "");
  return useCallback(() => {
    notifications.show({
      title: i18n._(msg`The last call has no disposition yet`),
      message: i18n._({
        ...msg({ message: "{clientName}: choose how the call ended and save it, then you can leave." }),
        values: { clientName },
      }),
      color: "yellow",
      withBorder: true,
    });
    // Beside a salesperson's page the call is shown wherever they are.
    if (role === "operator") void navigate({ to: "/console" });
  }, [i18n, role, navigate, clientName]);
}
