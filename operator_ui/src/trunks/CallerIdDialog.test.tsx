import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { Campaign } from "../api/types";
import { renderAt, stubServer } from "../test/render";
import { LinesTab } from "./LinesTab";

const CAMPAIGN = { id: "campaign-1" } as Campaign;
const NUMBER = {
  id: "number-1",
  phone_number: "+74951234567",
  region: "Москва",
  daily_cap: 100,
  rest_hours: 12,
  is_active: true,
  used_today: 42,
  rests_until: null,
};
const PATH = "/campaigns/campaign-1/caller-ids";

async function edited(reply: { status: number; body?: unknown }) {
  const asked = stubServer({
    [`GET ${PATH}`]: { status: 200, body: [NUMBER] },
    [`GET ${PATH}/regions`]: { status: 200, body: ["Москва", "Свердловская область"] },
    [`PATCH ${PATH}/number-1`]: reply,
  });
  await renderAt(<LinesTab campaign={CAMPAIGN} />);
  fireEvent.click(await screen.findByRole("button", { name: /^Change/ }));
  const dialog = within(await screen.findByRole("dialog"));
  fireEvent.change(dialog.getByRole("textbox", { name: "Calls a day" }), { target: { value: "200" } });
  fireEvent.click(dialog.getByRole("button", { name: "Save" }));
  return { asked, dialog };
}

test("of a caller ID only what was changed is sent, and the calls of today stay counted", async () => {
  const { asked } = await edited({ status: 200, body: { ...NUMBER, daily_cap: 200 } });
  await waitFor(() => expect(asked).toHaveBeenCalledWith(`PATCH ${PATH}/number-1`, { daily_cap: 200 }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(screen.getByText(/^42/)).toBeTruthy();
});

test("what is refused is said beside its field, and the dialog stays", async () => {
  const errors = [{ field: "daily_cap", code: "too_high", parameters: { most: 100 }, reason: "too high" }];
  const { dialog } = await edited({ status: 422, body: { code: "invalid_input", detail: "", errors } });
  await waitFor(() =>
    expect(dialog.getByRole("textbox", { name: "Calls a day" }).getAttribute("aria-invalid")).toBe("true"),
  );
  vi.unstubAllGlobals();
});

test("the regions that are known are offered", async () => {
  const errors = [{ field: "daily_cap", code: "too_high", parameters: { most: 100 }, reason: "too high" }];
  const { asked, dialog } = await edited({
    status: 422,
    body: { code: "invalid_input", detail: "", errors },
  });
  fireEvent.change(dialog.getByRole("combobox", { name: "Region" }), { target: { value: "свердл" } });
  fireEvent.click(await screen.findByRole("option", { name: "Свердловская область" }));
  fireEvent.click(dialog.getByRole("button", { name: "Save" }));
  const change = { daily_cap: 200, region: "Свердловская область" };
  await waitFor(() => expect(asked).toHaveBeenCalledWith(`PATCH ${PATH}/number-1`, change));
  vi.unstubAllGlobals();
});
