import { screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { api } from "../api/client";
import type { AuditAsked, AuditRow } from "../api/types";
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

async function showChanges(rows: Partial<AuditRow>[], asked: AuditAsked = {}) {
  const policy = { id: "policy-1", code: "custom_c27e", name: { ru: "Наша", en: "Ours" } };
  const campaign = { id: "campaign-1", name: "Осень", dispositions: [] };
  const items = rows.map((one, id) => ({ ...row, ...one, id }));
  vi.spyOn(api, "changes").mockResolvedValue({ items, next: null });
  vi.spyOn(api, "campaigns").mockResolvedValue([campaign] as unknown as Awaited<
    ReturnType<typeof api.campaigns>
  >);
  vi.spyOn(api, "voiceMessages").mockResolvedValue([]);
  vi.spyOn(law, "policies").mockResolvedValue([policy] as Awaited<ReturnType<typeof law.policies>>);
  await renderAt(<ChangeList asked={asked} />);
  await waitFor(() => expect(law.policies).toHaveResolved());
  return (await screen.findAllByRole("listitem")).map((item) => item.textContent);
}

test("a Russian page tells a change of a list in Russian, and a policy of the house by its name", async () => {
  await activate("ru");
  await showChanges([{}], { user_id: "anna" });
  expect(await screen.findByText("Наша")).toBeTruthy();
  const text = screen.getByRole("list", { name: "Изменения" }).textContent;
  expect(text).toContain("Список: Весна");
  expect(text).toContain("Приоритет");
  expect(text).not.toMatch(/[a-z]{4}/);
  expect(api.changes).toHaveBeenCalledWith({ user_id: "anna" }, null);
});

const ofEverything: Partial<AuditRow>[] = [
  { entity: "campaign", entity_id: "campaign-1", name: "Autumn, as it was", campaign_id: "campaign-1" },
  { entity: "list", name: "Spring", campaign_id: "campaign-1" },
  { entity: "trunk", name: "North" },
  { entity: "dialling_policy", entity_id: "policy-1", name: "Ours, as it was" },
  { entity: "dialling_policy", entity_id: "policy-gone", name: "Gone" },
];

test("the whole trail names what was changed and the campaign it belongs to", async () => {
  const [campaign, list, trunk, policy, gone] = await showChanges(ofEverything);
  expect(campaign).toContain("Campaign: Autumn, as it was");
  expect(campaign).not.toContain("of the campaign");
  expect(list).toContain("List: Spring");
  expect(list).toContain("of the campaign “Осень”");
  expect(trunk).toContain("Trunk: North");
  expect(trunk).not.toContain("of the campaign");
  expect(policy).toContain("Dialling policy: Ours");
  expect(policy).not.toContain("as it was");
  expect(gone).toContain("Dialling policy: Gone");
});

test("on a campaign's own page its name is not repeated", async () => {
  const [campaign, list] = await showChanges(ofEverything.slice(0, 2), { campaign_id: "campaign-1" });
  expect(campaign).not.toContain("Autumn");
  expect(list).toContain("List: Spring");
  expect(list).not.toContain("Осень");
});
