import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { api } from "../api/client";
import { useReport } from "../app/useReport";
import { useLive, useLiveStore } from "../live/LiveProvider";
import type { Live, LiveStore } from "../live/liveStore";
import { FakeSoftphone } from "./FakeSoftphone";
import { createSipSoftphone } from "./SipSoftphone";
import { type Softphone, SoftphoneError, type SoftphoneView } from "./softphone";

const SoftphoneContext = createContext<Softphone | null>(null);

/** One telephone for as long as the page lives, whatever page is open. */
export function SoftphoneProvider({ softphone, children }: { softphone?: Softphone; children: ReactNode }) {
  const store = useLiveStore();
  const [own] = useState(() => softphone ?? newSoftphone(store));
  useEffect(() => {
    // A page that is left takes its sound with it: tell the exchange, so that the customer is told at once.
    const leave = () => own.goOffLine();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [own]);
  return <SoftphoneContext value={own}>{children}</SoftphoneContext>;
}

/** Old news counts for nothing: the server may have restarted meanwhile. */
function hasLineUp({ phase, operator }: Live): boolean {
  return phase.name === "open" && operator !== null && operator.line_up;
}

function newSoftphone(store: LiveStore): Softphone {
  const openLine = async () => {
    const { consoleId } = store.current();
    // A page that the server has not spoken to yet could not show a call.
    if (consoleId === null) throw new SoftphoneError("no_credentials");
    return api.openLine(consoleId);
  };
  if (import.meta.env.MODE === "mock") return new FakeSoftphone({}, openLine);
  return createSipSoftphone(openLine, () => hasLineUp(store.current()));
}

export function useSoftphone(): Softphone {
  const softphone = useContext(SoftphoneContext);
  if (!softphone) throw new Error("SoftphoneProvider is missing above this component");
  return softphone;
}

export function useSoftphoneView(): SoftphoneView {
  const softphone = useSoftphone();
  return useSyncExternalStore(softphone.subscribe, softphone.view);
}

/** Going on line, with errors shown to the user, and off line, if the server lets them go. */
export function useLine() {
  const softphone = useSoftphone();
  const report = useReport();
  const goOnLine = useCallback(() => void softphone.goOnLine().catch(report), [softphone, report]);
  const goOffLine = useCallback(async () => {
    // First the server: whoever may not go yet keeps the telephone.
    await api.closeLine();
    softphone.goOffLine();
  }, [softphone]);
  return { goOnLine, goOffLine };
}

/**
 * Keeps the telephone in step with what the server knows: a reloaded page takes the line up again, a page
 * that another one has replaced lets it go.
 */
export function useFollowServer(): void {
  const softphone = useSoftphone();
  const { goOnLine } = useLine();
  const isTakenOver = useLive(({ phase }) => phase.name === "stopped" && phase.reason === "taken_over");
  const shouldBeOnLine = useLive(
    ({ isKnown, operator }) => isKnown && operator !== null && operator.state !== "logged_out",
  );
  const hasFollowed = useRef(false);

  useEffect(() => {
    if (isTakenOver) {
      softphone.goOffLine();
      hasFollowed.current = false;
    } else if (shouldBeOnLine && !hasFollowed.current) {
      hasFollowed.current = true;
      goOnLine();
    }
  }, [isTakenOver, shouldBeOnLine, softphone, goOnLine]);
}
