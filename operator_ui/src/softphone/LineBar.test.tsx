import { notifications } from "@mantine/notifications";
import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { aCall, anOperator } from "../test/records";
import { renderAt, stubServer } from "../test/render";
import { FakeSoftphone } from "./FakeSoftphone";
import { LineBar } from "./LineBar";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test("one key goes on line", async () => {
  const { softphone } = await renderAt(<LineBar />, { softphone: new FakeSoftphone() });
  await userEvent.keyboard("o");
  expect(softphone.asked).toEqual(["goOnLine"]);
});

test("keys go by their place, so a Russian layout works as well", async () => {
  const { softphone } = await renderAt(<LineBar />, { live: { operator: anOperator() } });
  await act(async () => {
    window.dispatchEvent(new KeyboardEvent("keydown", { key: "ь", code: "KeyM" }));
  });
  expect(softphone.asked).toEqual(["mute"]);
});

test("a pause is asked for with its reason", async () => {
  const asked = stubServer({ "PUT /operator/state": { status: 200, body: anOperator() } });
  await renderAt(<LineBar />, { live: { operator: anOperator() } });
  await userEvent.click(screen.getByRole("button", { name: "Pause" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Lunch" }));
  expect(asked).toHaveBeenCalledWith("PUT /operator/state", { state: "paused", reason: "lunch" });
});

test("nobody can take calls before the last one has its disposition", async () => {
  const overrun = anOperator({ state: "paused", reason: "wrap_up_overrun", call_id: "call-1" });
  const { store } = await renderAt(<LineBar />, { live: { operator: overrun } });
  expect(screen.queryByRole("button", { name: "Available" })).toBeNull();
  act(() => store.apply({ type: "operator_changed", operator: { ...overrun, call_id: null } }));
  expect(screen.getByRole("button", { name: "Available" })).toBeTruthy();
});

test("hanging up asks the server and leaves the line up", async () => {
  const asked = stubServer();
  const operator = anOperator({ state: "on_call", call_id: "call-1" });
  const { softphone } = await renderAt(<LineBar />, { live: { operator, call: aCall() } });
  await userEvent.click(screen.getByRole("button", { name: "Hang up" }));
  expect(asked).toHaveBeenCalledWith("POST /calls/call-1/hangup", undefined);
  expect(softphone.asked).toEqual([]);
});

test("there is nothing to hang up without a call", async () => {
  await renderAt(<LineBar />, { live: { operator: anOperator() } });
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Hang up" }).disabled).toBe(true);
});

test("digits on the open keypad are tones", async () => {
  const { softphone } = await renderAt(<LineBar />, { live: { operator: anOperator() } });
  await userEvent.keyboard("k");
  await userEvent.click(await screen.findByRole("button", { name: "4" }));
  await userEvent.keyboard("2#");
  expect(softphone.asked).toEqual(["dtmf 4", "dtmf 2", "dtmf #"]);
});

test.each([
  { state: "wrap_up", reason: null },
  { state: "paused", reason: "wrap_up_overrun" },
  { state: "paused", reason: "lunch" },
] as const)(
  "nobody goes off line before the last call has its disposition ($state, $reason)",
  async (now) => {
    const asked = stubServer();
    const told = vi.spyOn(notifications, "show");
    const live = { operator: anOperator({ ...now, call_id: "call-1" }), call: aCall({ state: "ended" }) };
    const { softphone } = await renderAt(<LineBar />, { live });
    await userEvent.click(screen.getByRole("button", { name: "Go off line" }));
    expect(asked).not.toHaveBeenCalled();
    expect(softphone.asked).toEqual([]);
    expect(told).toHaveBeenCalledWith(
      expect.objectContaining({ title: "The last call has no disposition yet" }),
    );
  },
);

test("whom the server does not let go keeps the telephone and is told why", async () => {
  const problem = { code: "disposition_missing", title: "Conflict", status: 409, parameters: {}, errors: [] };
  stubServer({ "DELETE /operator/line": { status: 409, body: problem } });
  const told = vi.spyOn(notifications, "show");
  const { softphone } = await renderAt(<LineBar />, { live: { operator: anOperator() } });
  await userEvent.click(screen.getByRole("button", { name: "Go off line" }));
  await vi.waitFor(() => expect(told).toHaveBeenCalled());
  expect(softphone.asked).toEqual([]);
});

test("one goes off line at the telephone and at the server", async () => {
  const asked = stubServer();
  const { softphone } = await renderAt(<LineBar />, { live: { operator: anOperator() } });
  await userEvent.click(screen.getByRole("button", { name: "Go off line" }));
  expect(softphone.asked).toEqual(["goOffLine"]);
  expect(asked).toHaveBeenCalledWith("DELETE /operator/line", undefined);
});
