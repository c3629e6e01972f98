import { useEffect, useState } from "react";

/**
 * Marks the moment the call is on the screen (the second frame after React has finished is being painted),
 * and is true from then on: what can wait a frame waits for it.
 */
export function usePainted(callId: string): boolean {
  const [painted, setPainted] = useState<string | null>(null);
  useEffect(() => {
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        performance.mark(`screen-pop-painted:${callId}`);
        setPainted(callId);
      });
    });
    return () => cancelAnimationFrame(frame);
  }, [callId]);
  return painted === callId;
}
