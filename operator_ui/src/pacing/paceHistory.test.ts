import { expect, it } from "vitest";
import { aPace } from "../test/records";
import { fulfilledOf, SHOWN_MS, withEarlier, withMoment } from "./paceHistory";

it("keeps a quarter of an hour and forgets what is older", () => {
  const first = { atMs: 1_000, pace: aPace({ ringing: 1 }) };
  const second = { atMs: 2_000, pace: aPace({ ringing: 2 }) };
  const late = { atMs: 1_000 + SHOWN_MS, pace: aPace({ ringing: 3 }) };

  const shown = [first, second, late].reduce(withMoment, [] as readonly (typeof first)[]);

  expect(shown).toEqual([second, late]);
});

it("puts what the server kept before what the page has seen, each moment once", () => {
  const kept = [0, 5_000, 10_000].map((atMs) => ({ atMs, pace: aPace({ talking: 1 }) }));
  const seen = [10_000, 11_000].map((atMs) => ({ atMs, pace: aPace({ talking: 2 }) }));
  const times = (earlier: typeof kept, later: typeof kept) =>
    withEarlier(earlier, later).map(({ atMs, pace }) => [atMs, pace.talking]);

  expect(times(kept, seen)).toEqual([
    [0, 1],
    [5_000, 1],
    [10_000, 2],
    [11_000, 2],
  ]);
  expect(times(kept, [])).toEqual([
    [0, 1],
    [5_000, 1],
    [10_000, 1],
  ]);
  expect(times([], seen)).toHaveLength(2);
  const late = [{ atMs: SHOWN_MS + 5_000, pace: aPace({ talking: 3 }) }];
  expect(times(kept, late).map(([atMs]) => atMs)).toEqual([10_000, SHOWN_MS + 5_000]);
});

it("shows each fulfilled forecast once, at the moment it was made", () => {
  const fulfilled = {
    made_at: "2026-03-02T10:00:00Z",
    freed: 3.2,
    freed_came: 4,
    answers: 2.1,
    answers_came: 1,
  };
  const forecast = {
    horizon_seconds: 10,
    freed_within_seconds: 12,
    freed: 3,
    answers: 2,
    balance: 1,
    reserve: 4,
  };
  const history = [
    { atMs: 1_000, pace: aPace() },
    { atMs: 2_000, pace: aPace({ forecast: { ...forecast, fulfilled: null } }) },
    { atMs: 3_000, pace: aPace({ forecast: { ...forecast, fulfilled } }) },
    { atMs: 4_000, pace: aPace({ forecast: { ...forecast, fulfilled } }) },
  ];

  expect(fulfilledOf(history)).toEqual([{ atMs: Date.parse(fulfilled.made_at), forecast: fulfilled }]);
});
