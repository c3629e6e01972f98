import { screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { renderAt } from "../test/render";
import { LeadTable } from "./LeadTable";
import type { LeadRow } from "./requests";

function aLead(part: Partial<LeadRow> = {}): LeadRow {
  return {
    lead_id: "lead-1",
    client_id: "client-1",
    client_name: "Romashka",
    phone_number: "+79161234567",
    time_zone: "Asia/Omsk",
    list_id: "list-1",
    list_name: "Spring",
    attempts: 2,
    last_outcome: "busy",
    last_disposition: null,
    next_attempt_at: "2026-03-02T10:00:00Z",
    promised_at: null,
    promised_by: null,
    is_held: false,
    closed: null,
    ...part,
  };
}

async function row(part: Partial<LeadRow> = {}) {
  vi.spyOn(Date, "now").mockReturnValue(Date.parse("2026-03-02T09:00:00Z"));
  await renderAt(<LeadTable rows={[aLead(part)]} />);
  const shown = screen.getByRole("row", { name: /Romashka/ });
  return {
    shown,
    cells: within(shown)
      .getAllByRole("cell")
      .map(({ textContent }) => textContent),
  };
}

test("the next attempt is told by the client's clock", async () => {
  const { cells } = await row();

  expect(cells[5]).toBe("2 Mar, 16:00");
});

test("a lead leads to its client and to the answer why it is called or not", async () => {
  const { shown } = await row();

  const client = within(shown).getByRole<HTMLAnchorElement>("link", { name: "Romashka" });
  expect(client.getAttribute("href")).toBe("/clients/client-1");
  const why = within(shown).getByRole("link", { name: "Why Romashka is called or not" });
  expect(decodeURIComponent(why.getAttribute("href") ?? "")).toContain("/why?number=");
  expect(decodeURIComponent(why.getAttribute("href") ?? "")).toContain("79161234567");
});

test.each<[string, Partial<LeadRow>, string]>([
  ["is due", { next_attempt_at: "2026-03-02T08:00:00Z" }, "when its turn comes"],
  ["is held", { is_held: true }, "being dialled or offered"],
  [
    "is promised",
    { promised_at: "2026-03-02T10:00:00Z", promised_by: "Anna" },
    "2 Mar, 16:00promised by Anna",
  ],
  ["is closed", { next_attempt_at: null, closed: { because: null, detail: null, disposition: null } }, "—"],
])("a lead that %s says so", async (_, part, said) => {
  const { cells } = await row(part);

  expect(cells[5]).toBe(said);
});

test("what closed a lead is said in a few words", async () => {
  const label = { ru: "Отказ", en: "Refused" };
  const disposition = { code: "refused", label, tone: "negative" } as const;
  const { cells } = await row({
    next_attempt_at: null,
    last_outcome: "handled",
    last_disposition: disposition,
    closed: { because: "verdict", detail: "refused", disposition },
  });

  expect(cells[4]).toBe("HandledRefused");
  expect(cells[6]).toBe("Operator's disposition: Refused");
});
