import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { DncEntry } from "../api/types";
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
  const asked = stubServer({ "GET /dnc": { status: 200, body: { items: [entry], next: null, total: 1 } } });
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
    "GET /dnc?number=8+916+123-45-67": { status: 200, body: none },
  });
  await renderAt(<DncRegister campaign={null} />);
  expect(await screen.findByText("No number is refused.")).toBeTruthy();
  await userEvent.type(screen.getByRole("searchbox", { name: "Look up a number" }), "8 916 123-45-67");
  expect(await screen.findByText("This number is on no list: it may be called.")).toBeTruthy();
  expect(asked).toHaveBeenLastCalledWith("GET /dnc?number=8+916+123-45-67", undefined);
});
