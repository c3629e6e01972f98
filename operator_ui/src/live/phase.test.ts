import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { idleLink, type Link, type LinkEvent, nextLink, retryDelayMs } from "./phase";

const after = (...events: LinkEvent[]): Link => events.reduce(nextLink, idleLink);
const heard = (id: string): LinkEvent => ({ type: "heard", id });
const opened: LinkEvent[] = [{ type: "start" }, { type: "opened" }];
const closed = (code: number): LinkEvent => ({ type: "closed", code });

describe("the connection", () => {
  test("is resumed after the last event heard", () => {
    expect(after(...opened, heard("41"), closed(1006), { type: "retry_due" })).toEqual({
      phase: { name: "connecting", attempt: 1 },
      lastEventId: "41",
      consoleId: null,
    });
  });

  test("starts over when the server has forgotten where we were", () => {
    expect(after(...opened, heard("41"), closed(4000)).lastEventId).toBeNull();
  });

  test("gives up when nobody is logged in", () => {
    expect(after(...opened, closed(4001)).phase).toEqual({ name: "stopped", reason: "logged_out" });
  });

  test("stands aside when another page takes over, and comes back like a new one when asked", () => {
    const aside = after(...opened, { type: "heard", id: "41", consoleId: "page-1" }, closed(4009));
    expect(aside.phase).toEqual({ name: "stopped", reason: "taken_over" });
    expect(nextLink(aside, { type: "start" })).toEqual({
      phase: { name: "connecting", attempt: 0 },
      lastEventId: null,
      consoleId: null,
    });
  });

  test("counts the attempts until one succeeds", () => {
    const lost = after(...opened, closed(1006), { type: "retry_due" }, closed(1006));
    expect(lost.phase).toEqual({ name: "waiting", attempt: 2 });
    const back = after(...opened, closed(1006), { type: "retry_due" }, { type: "opened" }, closed(1006));
    expect(back.phase).toEqual({ name: "waiting", attempt: 1 });
  });

  test("keeps its place when a message has no id", () => {
    expect(after(...opened, heard("41"), { type: "heard", id: null }).lastEventId).toBe("41");
  });

  test("keeps the name the server gave it, whatever is lost", () => {
    const named = after(...opened, { type: "heard", id: "41", consoleId: "page-1" });
    for (const event of [heard("42"), closed(1006), closed(4000)]) {
      expect(nextLink(named, event).consoleId).toBe("page-1");
    }
  });

  test("once stopped is not woken by a late close or retry", () => {
    expect(after(...opened, closed(4009), closed(1006), { type: "retry_due" }).phase.name).toBe("stopped");
    expect(after(...opened, { type: "stop" }, closed(1006)).phase.name).toBe("idle");
  });
});

test("the wait grows, never beyond ten seconds, and is never none", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (attempt, chance) => {
        const delayMs = retryDelayMs(attempt, chance);
        expect(delayMs).toBeGreaterThanOrEqual(125);
        expect(delayMs).toBeLessThanOrEqual(4000);
        expect(retryDelayMs(attempt + 1, chance)).toBeGreaterThanOrEqual(delayMs);
      },
    ),
  );
});
