import { useEffect } from "react";
import { useLive } from "../live/LiveProvider";
import { playRingback } from "./ringback";

/** The exchange is silent on a nailed-up line, so the page itself lets the user hear that it rings. */
export function useRingback(): void {
  const isRinging = useLive(
    ({ call }) =>
      call !== null && call.kind !== "dialler" && (call.state === "originating" || call.state === "ringing"),
  );
  useEffect(() => (isRinging ? playRingback() : undefined), [isRinging]);
}
