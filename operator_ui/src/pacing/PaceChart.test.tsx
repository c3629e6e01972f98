import { expect, test, vi } from "vitest";
import type { PaceFigures } from "../api/types";
import { renderAt } from "../test/render";
import { PaceChart } from "./PaceChart";
import type { Series } from "./useChart";

const { drawn } = vi.hoisted(() => ({ drawn: { series: [] as unknown[] } }));
vi.mock("./useChart", () => ({
  useChart: (_history: unknown, seriesIn: (colour: (name: string) => string) => unknown[]) => {
    drawn.series = seriesIn((name) => name);
    return { current: null };
  },
}));

test("every operator on line stands in the stack, whoever is paused too", async () => {
  const pace = { talking: 3, wrapping_up: 1, previewing: 1, available: 2, paused: 4, ringing: 5 };
  await renderAt(<PaceChart history={[{ atMs: 0, pace: pace as PaceFigures }]} />);
  const stacked = (drawn.series as Series[]).filter(({ stack }) => stack === "operators");
  const operators = stacked.reduce((sum, { data }) => sum + (data[0]?.[1] ?? 0), 0);
  expect(operators).toBe(3 + 1 + 1 + 2 + 4);
  expect(new Set(stacked.map(({ color }) => color)).size).toBe(stacked.length);
});
