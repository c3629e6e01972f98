import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { reasonText } from "../app/errorCodes";
import { i18n } from "../app/i18n";
import { renderAt, stubServer } from "../test/render";
import { ImportHistory } from "./ImportHistory";
import type { ImportProgress } from "./requests";

const CAMPAIGN = "campaign-1";

function anImport(progress: Partial<ImportProgress>): ImportProgress {
  return {
    id: "import-1",
    list_id: "list-1",
    file_name: "spring.csv",
    size_bytes: 100,
    created_at: "2026-03-02T10:00:00Z",
    state: "done",
    lines_done: 10,
    lines_total: 10,
    imported: 7,
    moved: 2,
    numbers_added: 1,
    default_zone: "Europe/Moscow",
    numbers_without_zone: 0,
    rejected: 0,
    faults: [],
    undo_state: null,
    undo_done: 0,
    undo_total: null,
    undone: 0,
    put_back: 0,
    numbers_removed: 0,
    kept: [],
    ...progress,
  };
}

async function shown(progress: Partial<ImportProgress>) {
  stubServer({ [`GET /campaigns/${CAMPAIGN}/imports`]: { status: 200, body: [anImport(progress)] } });
  await renderAt(<ImportHistory campaignId={CAMPAIGN} />);
  return screen.findByRole("row", { name: /spring\.csv/ });
}

test("what an undoing could not take back is told with its reason", async () => {
  const row = await shown({
    undo_state: "done",
    undone: 5,
    put_back: 1,
    numbers_removed: 1,
    kept: [
      { thing: "new_lead", because: "called", count: 2 },
      { thing: "moved_lead", because: "moved_on", count: 1 },
    ],
  });

  expect(row.textContent).toContain("Undone");
  expect(row.textContent).toContain("1 put back on its list");
  const kept = within(within(row).getByRole("list", { name: "Could not be taken back" }));
  expect(kept.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
    "2 new leads stay: dialled since",
    "1 moved lead stays: moved to another list since",
  ]);
  within(row).getByRole("button", { name: "Undo the import of spring.csv" });
});

test("numbers without a time zone of their own are told with the one they are called by", async () => {
  const row = await shown({ numbers_without_zone: 4, default_zone: "Asia/Omsk" });

  expect(row.textContent).toContain("4 numbers without a time zone of their own: called by Asia/Omsk");
});

test("an import that only moved leads can be undone", async () => {
  const row = await shown({ imported: 0, numbers_added: 0 });

  within(row).getByRole("button", { name: "Undo the import of spring.csv" });
});

test("an undoing shows how far it is", async () => {
  const row = await shown({ undo_state: "running", undo_done: 3, undo_total: 9 });

  expect(row.textContent).toContain("Being undone · 33 %");
});

test("an import that failed says why", async () => {
  const row = await shown({
    state: "failed",
    imported: 0,
    moved: 0,
    numbers_added: 0,
    faults: [{ field: "file", code: "unreadable_file", parameters: {}, reason: "cannot be read" }],
  });

  expect(row.textContent).toContain("Failed");
  expect(row.textContent).toContain(reasonText(i18n, { code: "unreadable_file", reason: "" }));
  expect(within(row).queryByRole("button")).toBeNull();
});

test.each([[{ state: "failed" }], [{ state: "done", undo_state: "failed" }]] as const)(
  "a job that failed over something of the server's says what to do: %j",
  async (failed) => {
    const row = await shown(failed);

    expect(row.textContent).toContain("The server failed at it. Start it once more");
  },
);
