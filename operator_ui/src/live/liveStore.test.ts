import { expect, test, vi } from "vitest";
import { aCall } from "../test/records";
import { LiveStore } from "./liveStore";
import { nextFrame } from "./nextFrame";

const snapshot = (server_at: string) =>
  ({
    type: "snapshot",
    id: "1",
    server_at,
    console_id: "page-1",
    user: null,
    operator: null,
    call: null,
    preview: null,
    floor: null,
  }) as unknown as Parameters<LiveStore["apply"]>[0];

/** A store whose next frame is when the test says so, with a component that listens and has not been told of it yet. */
function aStoreThatWaits() {
  const due: (() => void)[] = [];
  const store = new LiveStore((tell) => due.push(tell));
  const hears = vi.fn();
  store.subscribe(hears);
  store.apply(snapshot("2026-11-23T10:00:00Z"));
  return { store, due, hears };
}

test("what comes before the components are told is told with it, once", () => {
  const { store, due, hears } = aStoreThatWaits();
  store.setPhase({ name: "open" });
  expect(hears).not.toHaveBeenCalled();
  expect(store.current().phase.name).toBe("open");
  for (const tell of due.splice(0)) tell();
  expect(hears).toHaveBeenCalledTimes(1);
  store.setPhase({ name: "idle" });
  expect(due.length).toBe(1);
});

test("a screen pop is told at once, with what came before it, and once", () => {
  const { store, due, hears } = aStoreThatWaits();
  expect(hears).not.toHaveBeenCalled();
  store.apply({ type: "screen_pop", call: aCall() });
  expect(hears).toHaveBeenCalledTimes(1);
  expect(store.current().call).not.toBeNull();
  for (const tell of due.splice(0)) tell();
  expect(hears).toHaveBeenCalledTimes(1);
});

test("who listens to events hears each of them at once", () => {
  const store = new LiveStore(() => {});
  const hears = vi.fn();
  store.onEvent(hears);
  store.apply(snapshot("2026-11-23T10:00:00Z"));
  store.apply(snapshot("2026-11-23T10:00:01Z"));
  expect(hears).toHaveBeenCalledTimes(2);
});

test("a page that nobody sees follows without frames", () => {
  const frames = vi.spyOn(globalThis, "requestAnimationFrame");
  const visibility = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
  const tell = vi.fn();
  nextFrame(tell);
  expect(tell).toHaveBeenCalledTimes(1);
  expect(frames).not.toHaveBeenCalled();
  visibility.mockRestore();
  frames.mockRestore();
});

test("a page that is hidden while it waits for a frame is told all the same, and once", () => {
  vi.useFakeTimers();
  const frames = vi.spyOn(globalThis, "requestAnimationFrame").mockReturnValue(1);
  const tell = vi.fn();
  nextFrame(tell);
  expect(tell).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);
  expect(tell).toHaveBeenCalledTimes(1);
  frames.mockRestore();
  vi.useRealTimers();
});
