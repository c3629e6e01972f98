import { screen } from "@testing-library/react";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Campaign, FloorCampaign } from "../api/types";
import { renderAt } from "../test/render";
import { LeadProgress } from "./LeadProgress";
import { withFigures } from "./useCampaignNow";

// Far from midnight: of yesterday the day would be told too.
const NOON = new Date(2026, 2, 2, 12).getTime();
beforeAll(() => vi.useFakeTimers({ now: NOON, toFake: ["Date"] }));
afterAll(() => vi.useRealTimers());

const ago = (seconds: number) => new Date(NOON - seconds * 1000).toISOString();
const read = { id: "c1", leads_open: 8, leads_total: 10, leads_counted_at: ago(10) } as Campaign;
const pushed = { id: "c1", leads_open: 3, leads_total: 10, calls_up: 2 } as FloorCampaign;

test("a count of a moment ago is shown as it is", async () => {
  await renderAt(<LeadProgress campaign={{ leads_open: 3, leads_total: 10, leads_counted_at: ago(5) }} />);
  expect(await screen.findByText(/^3 of 10 leads to call$/)).toBeTruthy();
});

test("an old count says as of when it is", async () => {
  await renderAt(<LeadProgress campaign={{ leads_open: 3, leads_total: 10, leads_counted_at: ago(50) }} />);
  expect(await screen.findByText(/3 of 10 leads to call as of \d\d:\d\d/)).toBeTruthy();
});

test("leads that were not counted yet are not called none", async () => {
  await renderAt(<LeadProgress campaign={{ leads_open: 0, leads_total: 0, leads_counted_at: null }} />);
  expect(await screen.findByText("The leads are being counted.")).toBeTruthy();
});

test.each([
  ["not counted since", null, 8],
  ["counted before it was read", ago(30), 8],
  ["counted after it was read", ago(1), 3],
])("leads that the floor has %s", (_, leads_counted_at, shown) => {
  const now = withFigures(read, { ...pushed, leads_counted_at });
  expect([now.leads_open, now.calls_up]).toEqual([shown, 2]);
});

test("without a floor what was read is shown", () => {
  expect(withFigures(read, undefined)).toMatchObject({ leads_open: 8, calls_up: 0 });
});
