import { QueryClient } from "@tanstack/react-query";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { Campaign } from "../api/types";
import { renderAt, stubServer } from "../test/render";
import { ListsTable } from "./ListsTable";
import type { LeadList, Reset } from "./requests";
import { SelectionHistory } from "./SelectionHistory";

const CAMPAIGN = { id: "campaign-1", dispositions: [] } as unknown as Campaign;
const SPRING: LeadList = {
  id: "list-1",
  name: "Spring",
  priority: 0,
  weight: 1,
  is_active: true,
  source: "manual",
  created_at: "2026-03-02T10:00:00Z",
  reset_at: null,
  leads_total: 10,
  leads_fresh: 10,
  leads_again: 0,
  leads_promised: 0,
  leads_closed: 0,
};

async function shown(reset: Partial<Reset> | null = null, replies: Parameters<typeof stubServer>[0] = {}) {
  const whole = {
    list_id: SPRING.id,
    created_at: SPRING.created_at,
    state: "done",
    leads: 0,
    total: 10,
    faults: [],
    ...reset,
  };
  const asked = stubServer({
    "GET /campaigns/campaign-1/resets": { status: 200, body: reset ? [whole] : [] },
    ...replies,
  });
  await renderAt(<ListsTable campaign={CAMPAIGN} lists={[SPRING]} />);
  return asked;
}

test("a list that is put back shows how far it is", async () => {
  await shown({ state: "running", leads: 4 });

  expect((await screen.findByRole("status")).textContent).toContain("Being put back · 40 %");
});

test("a reset that failed is told", async () => {
  await shown({ state: "failed", leads: 4 });

  const told = (await screen.findByRole("status")).textContent;
  expect(told).toContain("Putting back failed · 4 leads");
  expect(told).toContain("try it once more");
});

test("a list is given another name", async () => {
  const asked = await shown();
  fireEvent.click(screen.getByRole("button", { name: "Rename Spring" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Rename the list" }));
  const name = dialog.getByRole("textbox", { name: "Name" });
  const save = dialog.getByRole<HTMLButtonElement>("button", { name: "Save" });

  fireEvent.change(name, { target: { value: "  " } });
  expect(save.disabled).toBe(true);
  fireEvent.change(name, { target: { value: " Summer " } });
  fireEvent.click(save);

  await waitFor(() =>
    expect(asked).toHaveBeenCalledWith("PATCH /campaigns/campaign-1/lists/list-1", { name: "Summer" }),
  );
});

test("a name that the server refuses is told in the dialog", async () => {
  const errors = [{ field: "name", code: "control_characters", parameters: {}, reason: "is no print" }];
  await shown(null, {
    "PATCH /campaigns/campaign-1/lists/list-1": {
      status: 422,
      body: { status: 422, code: "invalid_input", errors },
    },
  });
  fireEvent.click(screen.getByRole("button", { name: "Rename Spring" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Rename the list" }));

  fireEvent.change(dialog.getByRole("textbox", { name: "Name" }), { target: { value: "Summer" } });
  fireEvent.click(dialog.getByRole("button", { name: "Save" }));

  await dialog.findByRole("alert");
});

test("the lists are asked for anew once a job on them has ended", async () => {
  const invalidated = vi.spyOn(QueryClient.prototype, "invalidateQueries");
  const job = { list_id: SPRING.id, created_at: SPRING.created_at, leads: 0, total: 10, faults: [] };
  const states = ["running", "done"];
  vi.stubGlobal(
    "fetch",
    async () => new Response(JSON.stringify([{ ...job, state: states.shift() ?? "done" }])),
  );
  await renderAt(<ListsTable campaign={CAMPAIGN} lists={[SPRING]} />);
  expect((await screen.findByRole("status")).textContent).toContain("Being put back");
  expect(invalidated).not.toHaveBeenCalled();

  await waitFor(() => expect(invalidated).toHaveBeenCalledWith({ queryKey: ["lists", CAMPAIGN.id] }), {
    timeout: 3_000,
  });
});

test("a selection can be stopped while it goes on and undone afterwards", async () => {
  const one = {
    id: "selection-1",
    list_id: "list-1",
    list_name: "Spring",
    condition: { combinator: "and", rules: [] },
    created_at: SPRING.created_at,
    state: "running",
    done: 5,
    total: 20,
    faults: [],
    undo_state: null,
    undo_done: 0,
    undo_total: null,
    undone: 0,
    kept: [],
  };
  const other = { ...one, id: "selection-2", list_name: "Autumn", state: "done" };
  const asked = stubServer({
    "GET /campaigns/campaign-1/selections": { status: 200, body: [one, other] },
    "POST /campaigns/campaign-1/selections/selection-1/cancel": { status: 200, body: one },
    "POST /campaigns/campaign-1/selections/selection-2/undo": { status: 202, body: other },
  });
  await renderAt(<SelectionHistory campaignId="campaign-1" />);
  const row = await screen.findByRole("row", { name: /Spring/ });
  expect(row.textContent).toContain("In progress · 25 %");

  fireEvent.click(within(row).getByRole("button", { name: "Stop the selection for Spring" }));
  fireEvent.click(screen.getByRole("button", { name: "Undo the selection for Autumn" }));

  await waitFor(() => {
    expect(asked).toHaveBeenCalledWith("POST /campaigns/campaign-1/selections/selection-1/cancel", undefined);
    expect(asked).toHaveBeenCalledWith("POST /campaigns/campaign-1/selections/selection-2/undo", undefined);
  });
});
