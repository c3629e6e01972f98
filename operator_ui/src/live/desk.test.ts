import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { takeDesk } from "./desk";

/** Channels of one name hear each other, not themselves. */
class FakeChannel {
  static open: FakeChannel[] = [];
  onmessage: (() => void) | null = null;
  readonly name: string;
  constructor(name: string) {
    this.name = name;
    FakeChannel.open.push(this);
  }
  postMessage(): void {
    for (const other of FakeChannel.open) if (other !== this && other.name === this.name) other.onmessage?.();
  }
  close(): void {
    FakeChannel.open = FakeChannel.open.filter((one) => one !== this);
  }
}

beforeEach(() => {
  FakeChannel.open = [];
  vi.stubGlobal("BroadcastChannel", FakeChannel);
});
afterEach(() => vi.unstubAllGlobals());

test("the tab opened last sends the others away", () => {
  const [first, second] = [vi.fn(), vi.fn()];
  takeDesk("anna", first);
  takeDesk("anna", second);
  expect(first).toHaveBeenCalledTimes(1);
  expect(second).not.toHaveBeenCalled();
});

test("a tab can take the desk back", () => {
  const second = vi.fn();
  const desk = takeDesk("anna", () => {});
  takeDesk("anna", second);
  desk.take();
  expect(second).toHaveBeenCalledTimes(1);
});

test("another user's desk is another desk, and one that was left hears nothing", () => {
  const [anna, boris] = [vi.fn(), vi.fn()];
  takeDesk("anna", anna).leave();
  takeDesk("boris", boris);
  takeDesk("anna", () => {});
  expect(anna).not.toHaveBeenCalled();
  expect(boris).not.toHaveBeenCalled();
});
