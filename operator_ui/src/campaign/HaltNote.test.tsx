import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderAt } from "../test/render";
import { HaltNote } from "./HaltNote";

test.each([
  ["no_policy", "has no dialling policy"],
  ["policy_invalid", "cannot be read"],
  ["safe_harbour_missing", "message for abandoned calls"],
] as const)("a campaign that is halted by %s says so", async (halted_by, reason) => {
  await renderAt(<HaltNote campaign={{ is_running: true, halted_by }} />);
  expect(screen.getByRole("alert").textContent).toContain(reason);
});

test.each([
  { is_running: false, halted_by: "no_policy" as const },
  { is_running: true, halted_by: null },
])("a campaign that rests, or dials, has nothing to be told", async (campaign) => {
  await renderAt(<HaltNote campaign={campaign} />);
  expect(screen.queryByRole("alert")).toBeNull();
});
