import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import type { LiveEvent } from "../api/events";
import type { LiveState } from "../state/live";
import { LiveConnection } from "./connection";
import { type Live, LiveStore } from "./liveStore";
import { nextFrame } from "./nextFrame";

const LiveContext = createContext<{ store: LiveStore; restart: () => void } | null>(null);

type LiveProviderProps = { onLoggedOut: () => void; children: ReactNode };

/** Keeps the connection for as long as somebody is logged in. */
export function LiveProvider({ children, onLoggedOut }: LiveProviderProps) {
  const [store] = useState(() => new LiveStore(nextFrame));
  const [connection] = useState(
    () => new LiveConnection({ onEvent: store.apply, onPhase: (phase) => store.setPhase(phase) }),
  );

  useEffect(() => {
    connection.start();
    return () => {
      connection.stop();
      store.forget();
    };
  }, [connection, store]);

  useEffect(
    () =>
      store.subscribe(() => {
        const { phase } = store.current();
        if (phase.name === "stopped" && phase.reason === "logged_out") onLoggedOut();
      }),
    [store, onLoggedOut],
  );

  const restart = () => {
    // What was known when another page took over is no ground to act on.
    store.forget();
    connection.start();
  };
  return <LiveContext value={{ store, restart }}>{children}</LiveContext>;
}

/** For tests: the same context over a store of one's own. */
export function LiveStoreProvider({ store, children }: { store: LiveStore; children: ReactNode }) {
  return <LiveContext value={{ store, restart: () => {} }}>{children}</LiveContext>;
}

/** One part of the living state; the component renders again only when that part changes. */
export function useLive<Part>(part: (live: Live) => Part): Part {
  const { store } = useLiveContext();
  return useSyncExternalStore(store.subscribe, () => part(store.current()));
}

export function useLiveStore(): LiveStore {
  return useLiveContext().store;
}

export function useRestartLive(): () => void {
  return useLiveContext().restart;
}

/** Hears every event, with the state before it. `listener` must keep its identity between renders. */
export function useLiveEvents(listener: (event: LiveEvent, before: LiveState) => void): void {
  const store = useLiveStore();
  useEffect(() => store.onEvent(listener), [store, listener]);
}

function useLiveContext() {
  const context = useContext(LiveContext);
  if (!context) throw new Error("LiveProvider is missing above this component");
  return context;
}
