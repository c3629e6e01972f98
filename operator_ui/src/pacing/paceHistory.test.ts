import { expect, it } from "vitest";
import { aPace } from "../test/records";
import { SHOWN_MS, withMoment } from "./paceHistory";

it("keeps a quarter of an hour and forgets what is older", () => {
  const first = { atMs: 1_000, pace: aPace({ ringing: 1 }) };
  const second = { atMs: 2_000, pace: aPace({ ringing: 2 }) };
  const late = { atMs: 1_000 + SHOWN_MS, pace: aPace({ ringing: 3 }) };

  const shown = [first, second, late].reduce(withMoment, [] as readonly (typeof first)[]);

  expect(shown).toEqual([second, late]);
});
