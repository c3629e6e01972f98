import { screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { api } from "../api/client";
import type { AuditRow } from "../api/types";
import { activate } from "../app/i18n";
import { law } from "../law/requests";
import { renderAt } from "../test/render";
import { ChangeList } from "./ChangeList";

afterEach(() => activate("en"));

const row: AuditRow = {
  id: 1,
  at: "2026-03-02T10:00:00Z",
  user_name: "Анна",
  entity: "list",
  entity_id: "list-1",
  name: "Весна",
  campaign_id: null,
  changes: [
    { field: "priority", before: 0, after: 5 },
    { field: "policy", before: "custom_c27e", after: null },
  ],
};

test("a Russian page tells a change of a list in Russian, and a policy of the house by its name", async () => {
  await activate("ru");
  const policy = { code: "custom_c27e", name: { ru: "Наша", en: "Ours" } };
  vi.spyOn(api, "changes").mockResolvedValue({ items: [row], next: null });
  vi.spyOn(api, "campaigns").mockResolvedValue([]);
  vi.spyOn(api, "voiceMessages").mockResolvedValue([]);
  vi.spyOn(law, "policies").mockResolvedValue([policy] as Awaited<ReturnType<typeof law.policies>>);
  await renderAt(<ChangeList asked={{ user_id: "anna" }} />);
  expect(await screen.findByText("Наша")).toBeTruthy();
  const text = screen.getByRole("list", { name: "Изменения" }).textContent;
  expect(text).toContain("Список: Весна");
  expect(text).toContain("Приоритет");
  expect(text).not.toMatch(/[a-z]{4}/);
  expect(api.changes).toHaveBeenCalledWith({ user_id: "anna" }, null);
});
