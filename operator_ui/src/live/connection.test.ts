import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LiveEvent } from "../api/events";
import { LiveConnection } from "./connection";
import type { Phase } from "./phase";

class FakeSocket {
  readyState: number = WebSocket.OPEN;
  readonly sent: string[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((close: { code: number }) => void) | null = null;
  send = (text: string) => void this.sent.push(text);
  close = vi.fn();
}

const news = { type: "contact_changed", client_id: "c", contact_id: "k" } as const;
const snapshot = { type: "snapshot", console_id: "page-1" };

function connect() {
  const sockets: FakeSocket[] = [];
  const paths: string[] = [];
  const events: LiveEvent[] = [];
  const phases: Phase["name"][] = [];
  const connection = new LiveConnection(
    { onEvent: (event) => events.push(event), onPhase: ({ name }) => phases.push(name) },
    {
      openSocket: (path) => {
        paths.push(path);
        sockets.push(new FakeSocket());
        return sockets.at(-1) as unknown as WebSocket;
      },
      chance: () => 0,
    },
  );
  connection.start();
  const last = () => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error("nothing was opened");
    return socket;
  };
  const say = (message: object) => last().onmessage?.({ data: JSON.stringify(message) });
  return { connection, last, say, paths, events, phases };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("after a loss it asks for what came after the last event it heard", () => {
  const { last, say, paths, events } = connect();
  last().onopen?.();
  say({ id: "7", ...news });
  last().onclose?.({ code: 1006 });
  vi.advanceTimersByTime(1000);
  expect(paths).toEqual(["/api/v1/live", "/api/v1/live?after=7"]);
  expect(events).toEqual([{ id: "7", ...news }]);
});

test("answers to pings are not events", () => {
  const { last, say, events } = connect();
  last().onopen?.();
  vi.advanceTimersByTime(10_000);
  expect(last().sent).toEqual(['{"type":"ping"}']);
  say({ id: null, type: "pong" });
  expect(events).toEqual([]);
});

test("a silent line is given up without waiting for its close", () => {
  const { last, paths, phases } = connect();
  last().onopen?.();
  const silent = last();
  vi.advanceTimersByTime(31_000);
  expect(silent.close).toHaveBeenCalled();
  expect(paths.length).toBe(2);
  expect(phases).toEqual(["connecting", "open", "waiting", "connecting"]);
});

test("the network's return is not waited out", () => {
  const { last, paths } = connect();
  for (let loss = 0; loss < 8; loss += 1) {
    last().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(10_000);
  }
  last().onclose?.({ code: 1006 });
  const before = paths.length;
  window.dispatchEvent(new Event("online"));
  expect(paths.length).toBe(before + 1);
});

test("a page that returns says which one it is", () => {
  const { last, say, paths } = connect();
  last().onopen?.();
  say({ id: "6", ...snapshot });
  say({ id: "7", ...news });
  last().onclose?.({ code: 1006 });
  vi.advanceTimersByTime(1000);
  last().onclose?.({ code: 4000 });
  vi.advanceTimersByTime(1000);
  expect(paths.slice(1)).toEqual([
    "/api/v1/live?after=7&console_id=page-1",
    "/api/v1/live?console_id=page-1",
  ]);
});

test("a page that another has replaced waits to be asked back, and then starts like a new one", () => {
  const { connection, last, say, paths, phases } = connect();
  last().onopen?.();
  say({ id: "7", ...snapshot });
  last().onclose?.({ code: 4009 });
  vi.advanceTimersByTime(60_000);
  expect(phases.at(-1)).toBe("stopped");
  connection.start();
  expect(paths).toEqual(["/api/v1/live", "/api/v1/live"]);
});

test("once stopped it stays stopped", () => {
  const { connection, last, paths } = connect();
  const socket = last();
  connection.stop();
  socket.onclose?.({ code: 1006 });
  vi.advanceTimersByTime(60_000);
  expect(paths.length).toBe(1);
  expect(socket.close).toHaveBeenCalled();
});
