import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { ConsolePage } from "../call/ConsolePage";
import { FakeSoftphone } from "../softphone/FakeSoftphone";
import { aCall, anOperator, aPreview } from "../test/records";
import { renderAt, stubServer } from "../test/render";

afterEach(() => vi.unstubAllGlobals());

const ACCEPT = "POST /operator/preview/accept";
const SKIP = "POST /operator/preview/skip";
const looking = anOperator({ state: "preview", preview_id: "preview-1" });

async function showPreview(part = {}, softphone?: FakeSoftphone) {
  const asked = stubServer({ [ACCEPT]: { status: 200, body: { call_id: "call-1" } } });
  const live = { operator: looking, preview: aPreview(part) };
  const rendered = await renderAt(<ConsolePage />, { live, softphone });
  return { ...rendered, asked, user: userEvent.setup() };
}

test("the card, the history and the script are there before anything is dialled", async () => {
  const { asked } = await showPreview();
  expect(screen.getByRole("heading", { level: 1, name: "Northern Windows" })).toBeTruthy();
  expect(screen.getByText("Not before spring")).toBeTruthy();
  expect(screen.getByText("Hello James Whitmore, this is Anna Sokolova.")).toBeTruthy();
  expect(screen.getByRole("timer", { name: "Left to decide" })).toBeTruthy();
  expect(asked).not.toHaveBeenCalled();
});

test("C has it dialled, and the card stays until the call is on the screen", async () => {
  const { asked, user, store } = await showPreview();
  await user.keyboard("c");
  expect(asked).toHaveBeenCalledWith(ACCEPT, { preview_id: "preview-1" });

  const reserved = anOperator({ state: "reserved", call_id: "call-1" });
  act(() => store.apply({ type: "operator_changed", operator: reserved }));
  expect(screen.getByTestId("preview-screen")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Call" })).toHaveProperty("disabled", true);

  const call = aCall({ kind: "preview", state: "ringing", answered_at: null, connected_at: null });
  act(() => store.apply({ type: "screen_pop", call }));
  expect(screen.getByTestId("call-screen")).toBeTruthy();
  expect(screen.queryByTestId("preview-screen")).toBeNull();
});

test("S asks why, and the reason's key skips the lead", async () => {
  const { asked, user } = await showPreview();
  await user.keyboard("2");
  expect(asked).not.toHaveBeenCalled();
  await user.keyboard("s");
  expect(screen.getByRole("heading", { name: "Why skip it?" })).toBeTruthy();
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("heading", { name: "Why skip it?" })).toBeNull();
  await user.keyboard("s2");

  expect(asked).toHaveBeenCalledWith(SKIP, { preview_id: "preview-1", reason: "not_prepared" });
});

test("without a telephone one may skip and not call", async () => {
  const { asked, user } = await showPreview({}, new FakeSoftphone({ state: "offline" }));
  await user.keyboard("c");
  expect(asked).not.toHaveBeenCalled();
  await user.keyboard("s");
  await user.click(screen.getByRole("button", { name: /A colleague should call/ }));
  expect(asked).toHaveBeenCalledWith(SKIP, { preview_id: "preview-1", reason: "another_operator" });
});

test("nor before the server knows the telephone again", async () => {
  const { store } = await showPreview();
  act(() => store.apply({ type: "operator_changed", operator: { ...looking, line_up: false } }));
  expect(screen.getByRole("button", { name: "Call" })).toHaveProperty("disabled", true);
});

test("a promise is told", async () => {
  await showPreview({ promised_at: "2026-03-02T09:00:00Z", attempts: 2 });
  expect(screen.getByText(/A call was promised for/)).toBeTruthy();
  expect(screen.getByText(/Attempts before: 2/)).toBeTruthy();
});

test("a lead that is taken back makes room for the next one", async () => {
  const { store } = await showPreview();
  act(() => store.apply({ type: "operator_changed", operator: anOperator() }));
  expect(screen.queryByTestId("preview-screen")).toBeNull();
});
