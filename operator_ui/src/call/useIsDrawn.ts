import { useEffect, useState } from "react";

/** True one frame after this call was first drawn: what can wait a frame waits for it, and is not in its way. */
export function useIsDrawn(callId: string): boolean {
  const [drawnId, setDrawnId] = useState<string | null>(null);
  useEffect(() => {
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => setDrawnId(callId));
    });
    return () => cancelAnimationFrame(frame);
  }, [callId]);
  return drawnId === callId;
}
