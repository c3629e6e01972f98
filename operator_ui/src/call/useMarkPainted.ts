import { useEffect } from "react";

/** Marks the moment the client is on the screen: the second frame after React has finished is painted. */
export function useMarkPainted(callId: string): void {
  useEffect(() => {
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => performance.mark(`screen-pop-painted:${callId}`));
    });
    return () => cancelAnimationFrame(frame);
  }, [callId]);
}
