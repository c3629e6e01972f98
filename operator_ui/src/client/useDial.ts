import { useLingui } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import { api } from "../api/client";
import { useReport } from "../app/useReport";
import { useLive } from "../live/LiveProvider";
import { useSoftphoneView } from "../softphone/SoftphoneProvider";

/** Click-to-dial, and what stands in its way. */
export function useDial() {
  const { t } = useLingui();
  const report = useReport();
  const { state } = useSoftphoneView();
  const call = useLive((live) => live.call);
  const operatorState = useLive((live) => live.operator?.state ?? "logged_out");
  const { mutate, isPending } = useMutation({
    mutationFn: ({ clientId, phoneNumber }: { clientId: string; phoneNumber: string }) =>
      api.dial(clientId, phoneNumber),
    onError: report,
  });

  let obstacle: string | null = null;
  if (state !== "online") obstacle = t`Go on line first`;
  else if (call && call.state !== "ended") obstacle = t`You are on a call`;
  else if (call) obstacle = t`Save the disposition of the last call first`;
  else if (operatorState === "on_call" || operatorState === "reserved") obstacle = t`You are on a call`;

  return {
    dial: (clientId: string, phoneNumber: string) => mutate({ clientId, phoneNumber }),
    isDialling: isPending,
    obstacle,
  };
}
