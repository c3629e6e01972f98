import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import type { PromisedCall } from "../api/types";
import { useFollowPromises } from "../operator/usePromises";
import { renderAt, stubServer } from "../test/render";
import { PromisesPanel } from "./PromisesPanel";

afterEach(() => vi.unstubAllGlobals());

function aPromise(part: Partial<PromisedCall> = {}): PromisedCall {
  return {
    callback_at: "2126-03-06T12:00:00Z",
    client_id: "client-1",
    client_name: "Northern Windows",
    phone_number: "+441134960001",
    time_zone: "Asia/Vladivostok",
    campaign_name: "Winter",
    ...part,
  };
}

function Panel() {
  useFollowPromises();
  return <PromisesPanel />;
}

async function showPromises(...promises: PromisedCall[]) {
  const asked = stubServer({ "GET /operator/promises": { status: 200, body: promises } });
  return { asked, ...(await renderAt(<Panel />)) };
}

test("a promise says whom, by the client's clock, and is a click away", async () => {
  await showPromises(aPromise());
  const item = within(await screen.findByRole("listitem"));
  expect(item.getByRole("link", { name: "Northern Windows" }).getAttribute("href")).toBe("/clients/client-1");
  expect(item.getByText(/Wed,? 6 Mar(ch)? 2126,? (at )?22:00/)).toBeTruthy();
  expect(item.getByText(/Winter/)).toBeTruthy();
  expect(item.getByRole("button", { name: /^Call / })).toBeTruthy();
  expect(item.queryByText(/overdue/)).toBeNull();
});

test("what should have been kept by now is told apart", async () => {
  await showPromises(aPromise({ callback_at: "2026-03-06T12:00:00Z" }));
  expect(await screen.findByText(/overdue/)).toBeTruthy();
});

test("nobody who has promised nothing is shown a panel", async () => {
  const { asked } = await showPromises();
  await waitFor(() => expect(asked).toHaveBeenCalled());
  expect(screen.queryByRole("region", { name: "My callbacks" })).toBeNull();
});

test("a verdict has the promises read anew", async () => {
  const { asked, store } = await showPromises(aPromise());
  await screen.findByRole("listitem");
  act(() => store.apply({ type: "call_disposed", call_id: "call-1", disposition: "callback", note: "" }));
  await waitFor(() => expect(asked).toHaveBeenCalledTimes(2));
});
