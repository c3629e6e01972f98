import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { DncEntry, DncImport } from "../api/types";
import { renderAt, stubServer } from "../test/render";
import { DncRegister } from "./DncRegister";

const entry: DncEntry = {
  id: 7,
  phone_number: "+79161234567",
  campaign_id: null,
  campaign_name: null,
  source: "call",
  reason: "",
  added_at: "2026-03-02T10:00:00Z",
  added_by_name: "Anna",
};

test("a number goes only with a reason", async () => {
  const asked = stubServer({
    "GET /dnc": { status: 200, body: { items: [entry], next: null, total: 1 } },
    "GET /dnc/imports": { status: 200, body: [] },
  });
  await renderAt(<DncRegister campaign={null} />);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Remove +7 916 123-45-67" }));
  const remove = (await screen.findByRole("button", { name: "Remove from the list" })) as HTMLButtonElement;
  expect(remove.disabled).toBe(true);
  await user.type(screen.getByRole("textbox", { name: "Why" }), "wrote to us");
  await user.click(remove);
  expect(asked).toHaveBeenCalledWith("DELETE /dnc/7?reason=wrote+to+us", undefined);
});

test("a number is looked up on every list and may be on none", async () => {
  const none = { items: [], next: null, total: 0 };
  const asked = stubServer({
    "GET /dnc": { status: 200, body: none },
    "GET /dnc/imports": { status: 200, body: [] },
    "GET /dnc?number=8+916+123-45-67": { status: 200, body: none },
  });
  await renderAt(<DncRegister campaign={null} />);
  expect(await screen.findByText("No number is refused.")).toBeTruthy();
  await userEvent.type(screen.getByRole("searchbox", { name: "Look up a number" }), "8 916 123-45-67");
  expect(await screen.findByText(/^This number is not refused\./)).toBeTruthy();
  expect(asked).toHaveBeenLastCalledWith("GET /dnc?number=8+916+123-45-67", undefined);
});

test("a number is not said to be free before its own answer came", async () => {
  const none = { items: [], next: null, total: 0 };
  const asked = stubServer({
    "GET /dnc": { status: 200, body: none },
    "GET /dnc/imports": { status: 200, body: [] },
    "GET /dnc?number=8+916+123-45-67": "never",
  });
  await renderAt(<DncRegister campaign={null} />);
  expect(await screen.findByText("No number is refused.")).toBeTruthy();
  const user = userEvent.setup({ delay: null });
  await user.click(screen.getByRole("searchbox", { name: "Look up a number" }));
  await user.paste("8 916 123-45-67");
  await waitFor(() => expect(asked).toHaveBeenLastCalledWith("GET /dnc?number=8+916+123-45-67", undefined));
  expect(screen.queryByText(/^This number is not refused\./)).toBeNull();
});

test("an import that goes on can be stopped, and says what it refused", async () => {
  const one: DncImport = {
    id: "import-1",
    campaign_id: null,
    file_name: "refused.csv",
    created_at: "2026-03-02T10:00:00Z",
    state: "running",
    lines_done: 500,
    lines_total: 1000,
    added: 499,
    known: 0,
    rejected_total: 1,
    rejected: [{ line: 3, value: "12", code: "not_a_number", parameters: {}, reason: "no number" }],
    faults: [],
  };
  const asked = stubServer({
    "GET /dnc": { status: 200, body: { items: [], next: null, total: 0 } },
    "GET /dnc/imports": { status: 200, body: [one] },
    "POST /dnc/imports/import-1/cancel": { status: 200, body: { ...one, state: "cancelled" } },
  });
  await renderAt(<DncRegister campaign={null} />);
  expect(await screen.findByText(/500 \/ 1,000/)).toBeTruthy();
  expect(screen.getByRole("list", { name: "What could not be entered" }).textContent).toContain("Line 3: 12");
  await userEvent.click(screen.getByRole("button", { name: "Stop" }));
  expect(asked).toHaveBeenCalledWith("POST /dnc/imports/import-1/cancel", undefined);
});
