import { describe, expect, test } from "vitest";
import { fires, isTypingIn, type KeyPress } from "./shortcut";

const press = (code: string, held: Partial<KeyPress> = {}): KeyPress => ({
  code,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...held,
});

test.each<[name: string, shortcut: string, press: KeyPress, isTyping: boolean, verdict: boolean]>([
  ["a plain key", "KeyM", press("KeyM"), false, true],
  ["another key", "KeyM", press("KeyN"), false, false],
  ["a plain key while typing", "KeyM", press("KeyM"), true, false],
  ["with Alt while typing", "KeyM", press("KeyM", { altKey: true }), true, true],
  ["a capital letter", "KeyM", press("KeyM", { shiftKey: true }), false, false],
  ["the browser's own Ctrl", "KeyH", press("KeyH", { ctrlKey: true }), false, false],
  ["Ctrl and Enter while typing", "Ctrl+Enter", press("Enter", { ctrlKey: true }), true, true],
  ["Ctrl and Enter of the number pad", "Ctrl+Enter", press("NumpadEnter", { ctrlKey: true }), true, true],
  ["Command and Enter", "Ctrl+Enter", press("Enter", { metaKey: true }), true, true],
  ["Enter alone", "Ctrl+Enter", press("Enter"), false, false],
  ["a question mark", "Shift+Slash", press("Slash", { shiftKey: true }), false, true],
  ["a slash", "Shift+Slash", press("Slash"), false, false],
])("%s", (_, shortcut, key, isTyping, verdict) => {
  expect(fires(shortcut, key, isTyping)).toBe(verdict);
});

describe("somebody types", () => {
  const element = (html: string) => {
    document.body.innerHTML = html;
    return document.body.firstElementChild;
  };
  test("in a text field and a text area", () => {
    expect(isTypingIn(element("<input>"))).toBe(true);
    expect(isTypingIn(element("<textarea></textarea>"))).toBe(true);
  });
  test("but not on a radio button or a button", () => {
    expect(isTypingIn(element('<input type="radio">'))).toBe(false);
    expect(isTypingIn(element("<button></button>"))).toBe(false);
  });
});
