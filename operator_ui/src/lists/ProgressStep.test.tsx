import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderAt, stubServer } from "../test/render";
import { ProgressStep } from "./ProgressStep";

const fault = { field: "list", code: "list_gone", parameters: {}, reason: "is no more" };

test.each([
  ["something of its own", [], "The server failed at it. Start it once more"],
  ["a list that is gone", [fault], "The list is no more."],
])("an import that failed over %s says so, and what to do", async (_over, faults, told) => {
  const one = { id: "import-1", state: "failed", lines_done: 0, lines_total: 2, imported: 0, rejected: 0 };
  stubServer({
    "GET /campaigns/campaign-1/imports": { status: 200, body: [{ ...one, faults, kept: [] }] },
    "GET /campaigns/campaign-1/lists": { status: 200, body: [] },
  });

  await renderAt(<ProgressStep campaignId="campaign-1" importId="import-1" onClose={() => undefined} />);

  expect((await screen.findByRole("alert")).textContent).toContain(told);
});
