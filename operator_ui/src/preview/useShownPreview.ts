import { useState } from "react";
import type { PreviewCard } from "../api/types";
import { useLive } from "../live/LiveProvider";

/** The offered lead; once accepted it stays until the call is on the screen, so that nothing flickers. */
export function useShownPreview(): PreviewCard | null {
  const preview = useLive((live) => live.preview);
  const isReserved = useLive((live) => live.operator?.state === "reserved");
  const [last, setLast] = useState(preview);
  if (preview !== null && preview !== last) setLast(preview);
  if (preview === null && last !== null && !isReserved) setLast(null);
  return preview ?? (isReserved ? last : null);
}
