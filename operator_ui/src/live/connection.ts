/** The websocket to the server: opened again after each loss, resumed after the last event heard. */
import type { LiveEvent, ServerMessage } from "../api/events";
import { idleLink, type Link, type LinkEvent, nextLink, type Phase, retryDelayMs } from "./phase";

const PING_EVERY_MS = 10_000;
// Two pings without any answer: the network is gone although nobody has said so.
const SILENCE_LIMIT_MS = 25_000;
const CLOSED_BY_US = 4900;

type Listeners = {
  onEvent: (event: LiveEvent) => void;
  onPhase: (phase: Phase) => void;
};

type Surroundings = {
  openSocket: (path: string) => WebSocket;
  chance: () => number;
};

const browser: Surroundings = {
  openSocket: (path) => new WebSocket(path),
  chance: Math.random,
};

export class LiveConnection {
  #link: Link = idleLink;
  #socket: WebSocket | null = null;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #pingTimer: ReturnType<typeof setInterval> | undefined;
  #heardAt = 0;
  readonly #listeners: Listeners;
  readonly #surroundings: Surroundings;

  constructor(listeners: Listeners, surroundings: Surroundings = browser) {
    this.#listeners = listeners;
    this.#surroundings = surroundings;
  }

  start(): void {
    globalThis.addEventListener?.("online", this.#retryNow);
    this.#advance({ type: "start" });
  }

  stop(): void {
    globalThis.removeEventListener?.("online", this.#retryNow);
    this.#advance({ type: "stop" });
    this.#dropSocket();
    clearTimeout(this.#retryTimer);
  }

  readonly #retryNow = () => {
    clearTimeout(this.#retryTimer);
    this.#advance({ type: "retry_due" });
  };

  #advance(event: LinkEvent): void {
    const before = this.#link.phase;
    this.#link = nextLink(this.#link, event);
    const { phase } = this.#link;
    if (phase === before) return;
    this.#listeners.onPhase(phase);
    if (phase.name === "connecting") this.#connect();
    if (phase.name === "waiting") {
      const delayMs = retryDelayMs(phase.attempt, this.#surroundings.chance());
      this.#retryTimer = setTimeout(() => this.#advance({ type: "retry_due" }), delayMs);
    }
  }

  #connect(): void {
    this.#dropSocket();
    const socket = this.#surroundings.openSocket(livePath(this.#link));
    this.#socket = socket;
    this.#heardAt = Date.now();
    socket.onopen = () => this.#advance({ type: "opened" });
    socket.onmessage = ({ data }) => this.#hear(String(data));
    socket.onclose = ({ code }) => this.#lose(socket, code);
    this.#pingTimer = setInterval(() => this.#watch(socket), PING_EVERY_MS);
  }

  #hear(text: string): void {
    this.#heardAt = Date.now();
    const message = JSON.parse(text) as ServerMessage;
    if (message.type === "pong" || message.type === "error") return;
    // Applied first, remembered after: an event that fails is asked for again.
    this.#listeners.onEvent(message);
    const consoleId = message.type === "snapshot" ? message.console_id : undefined;
    this.#advance({ type: "heard", id: message.id, consoleId });
  }

  #watch(socket: WebSocket): void {
    if (Date.now() - this.#heardAt > SILENCE_LIMIT_MS) {
      // Closing a dead socket may take minutes; do not wait for it.
      this.#lose(socket, CLOSED_BY_US);
      return;
    }
    if (socket.readyState === WebSocket.OPEN) socket.send('{"type":"ping"}');
  }

  #lose(socket: WebSocket, code: number): void {
    if (socket !== this.#socket) return;
    this.#dropSocket();
    this.#advance({ type: "closed", code });
  }

  #dropSocket(): void {
    clearInterval(this.#pingTimer);
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }
}

/** Who comes back says so, and what came last: the server tells what was missed, or that another page is at work. */
function livePath({ lastEventId, consoleId }: Link): string {
  const known = { after: lastEventId, console_id: consoleId };
  const said = Object.entries(known).filter((pair): pair is [string, string] => pair[1] !== null);
  return `/api/v1/live${said.length > 0 ? `?${new URLSearchParams(said)}` : ""}`;
}
