/** What happy-dom lacks and Mantine asks for. */
import { cleanup, configure } from "@testing-library/react";
import { afterEach, vi } from "vitest";
import { activate } from "../app/i18n";

class NoResizeObserver implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
globalThis.ResizeObserver ??= NoResizeObserver;
if (!("fonts" in document)) Object.defineProperty(document, "fonts", { value: new EventTarget() });
Element.prototype.scrollIntoView ??= () => {};

// On a slow machine too: only who waits in vain waits so long.
configure({ asyncUtilTimeout: 5_000 });
vi.setConfig({ testTimeout: 20_000 });

await activate("en");
afterEach(() => {
  cleanup();
  localStorage.clear();
});
