import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderAt } from "../test/render";
import { LeadShortageShown } from "./LeadShortageShown";

test("the leads are told by what stands against them, and when the next may be called", async () => {
  const bars = [
    { code: "outside_hours", leads: 1200 },
    { code: "closed", leads: 3 },
  ] as const;
  await renderAt(
    <LeadShortageShown shortage={{ bars: [...bars], others: 1, opens_at: "2026-03-02T21:00:00Z" }} />,
  );
  const shown = screen.getByTestId("lead-shortage").textContent;
  expect(shown).toMatch(
    /^Of 1,204 leads of the campaign: 1,200 outside calling hours; 3 closed; 1 whose numbers/,
  );
  expect(shown).toMatch(/The next one may be called from .*March.* on\.$/);
});

test("of a list that is worked off nothing is to be expected", async () => {
  await renderAt(
    <LeadShortageShown shortage={{ bars: [{ code: "closed", leads: 1 }], others: 0, opens_at: null }} />,
  );
  const shown = screen.getByTestId("lead-shortage").textContent;
  expect(shown).toBe("Of 1 lead of the campaign: 1 closedWhen one of them may be called again is not known.");
});

test("a campaign without a shortage says nothing of it", async () => {
  await renderAt(<LeadShortageShown shortage={null} />);
  expect(screen.queryByTestId("lead-shortage")).toBeNull();
});
