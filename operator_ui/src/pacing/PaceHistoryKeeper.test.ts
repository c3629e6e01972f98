import { expect, test } from "vitest";
import { aPace } from "../test/records";
import { PaceHistoryKeeper } from "./PaceHistoryKeeper";

const campaign = {
  id: "c1",
  name: "Spring",
  mode: "predictive",
  leads_open: 1,
  leads_total: 1,
  leads_counted_at: null,
} as const;
const dialling = { ...campaign, is_running: true, halted_by: null, calls_up: 0, calls_unanswered: 0 };

test("every campaign's moments are kept, whichever page is open, until they are told to be forgotten", () => {
  const keeper = new PaceHistoryKeeper();
  const other = { ...dialling, id: "c2" };
  keeper.keep({ campaigns: [{ ...dialling, pace: aPace({ talking: 1 }) }] }, 1_000);
  keeper.keep(
    {
      campaigns: [
        { ...dialling, pace: aPace({ talking: 2 }) },
        { ...other, pace: aPace() },
      ],
    },
    2_000,
  );
  // It rests now.
  keeper.keep({ campaigns: [{ ...dialling, pace: null }] }, 3_000);
  expect(keeper.of("c1").map(({ atMs, pace }) => [atMs, pace.talking])).toEqual([
    [1_000, 1],
    [2_000, 2],
  ]);
  expect(keeper.of("c2")).toHaveLength(1);
  keeper.forget();
  expect(keeper.of("c1")).toEqual([]);
});
