/**
 * What to do when the websocket opens, closes or is asked to stop; pure.
 *
 *   idle ──start──▶ connecting ──opened──▶ open
 *                       ▲                   │ closed
 *                       └──retry due── waiting ◀┘      closed 4001, 4009 ──▶ stopped
 */
export type StopReason = "logged_out" | "taken_over";

export type Phase =
  | { name: "idle" }
  | { name: "connecting"; attempt: number }
  | { name: "open" }
  | { name: "waiting"; attempt: number }
  | { name: "stopped"; reason: StopReason };

export type Link = {
  phase: Phase;
  lastEventId: string | null;
  /** By which the server knows this page; null until its first snapshot. */
  consoleId: string | null;
};

export type LinkEvent =
  | { type: "start" }
  | { type: "opened" }
  | { type: "heard"; id: string | null; consoleId?: string }
  | { type: "closed"; code: number }
  | { type: "retry_due" }
  | { type: "stop" };

export const idleLink: Link = { phase: { name: "idle" }, lastEventId: null, consoleId: null };

export const CLOSE_START_OVER = 4000;
export const CLOSE_NOT_LOGGED_IN = 4001;
export const CLOSE_TAKEN_OVER = 4009;

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 4000;

export function nextLink(link: Link, event: LinkEvent): Link {
  const { phase } = link;
  switch (event.type) {
    case "start":
      // A page that was stopped starts like a new one: others may have acted in its place.
      return phase.name === "stopped" || phase.name === "idle"
        ? { ...idleLink, phase: { name: "connecting", attempt: 0 } }
        : link;
    case "opened":
      return phase.name === "connecting" ? { ...link, phase: { name: "open" } } : link;
    case "heard":
      return {
        ...link,
        lastEventId: event.id ?? link.lastEventId,
        consoleId: event.consoleId ?? link.consoleId,
      };
    case "retry_due":
      return phase.name === "waiting"
        ? { ...link, phase: { name: "connecting", attempt: phase.attempt } }
        : link;
    case "closed":
      return afterClose(link, event.code);
    case "stop":
      return idleLink;
  }
}

function afterClose(link: Link, code: number): Link {
  const { phase } = link;
  if (phase.name === "idle" || phase.name === "stopped") return link;
  if (code === CLOSE_NOT_LOGGED_IN) return { ...idleLink, phase: { name: "stopped", reason: "logged_out" } };
  if (code === CLOSE_TAKEN_OVER) return { ...idleLink, phase: { name: "stopped", reason: "taken_over" } };
  const failedAttempts = phase.name === "connecting" ? phase.attempt : 0;
  return {
    ...link,
    phase: { name: "waiting", attempt: failedAttempts + 1 },
    lastEventId: code === CLOSE_START_OVER ? null : link.lastEventId,
  };
}

/**
 * How long to wait before attempt number `attempt`: doubling, at most four seconds, anywhere in the upper half,
 * so that a hundred consoles do not come back in one blow. `chance` is in [0, 1).
 */
export function retryDelayMs(attempt: number, chance: number): number {
  const ceiling = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempt - 1, 10));
  return ceiling / 2 + (ceiling / 2) * chance;
}
