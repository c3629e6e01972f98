import { useEffect } from "react";
import { useLive } from "../live/LiveProvider";
import { useSoftphoneView } from "../softphone/SoftphoneProvider";

/** Writes the states that matter on the document itself, for the tests that drive a real browser. */
export function useMarkDocument(): void {
  const { state: softphoneState } = useSoftphoneView();
  const operatorState = useLive((live) => live.operator?.state ?? "none");
  const callState = useLive((live) => live.call?.state ?? "none");
  const connection = useLive((live) => live.phase.name);

  useEffect(() => {
    Object.assign(document.documentElement.dataset, {
      softphoneState,
      operatorState,
      callState,
      connection,
    });
  }, [softphoneState, operatorState, callState, connection]);
}
