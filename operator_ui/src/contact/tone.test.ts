import { expect, test } from "vitest";
import type { CallOutcome, DispositionTone } from "../api/types";
import { both } from "../test/records";
import { toneOf } from "./tone";

const shown = (tone: DispositionTone | null) =>
  tone && { code: "whatever_the_campaign_calls_it", label: both("x"), tone };

test.each<[DispositionTone | null, CallOutcome | null, string]>([
  ["positive", "handled", "green"],
  ["neutral", "handled", "blue"],
  ["negative", "handled", "red"],
  ["positive", "abandoned", "green"],
  [null, "abandoned", "red"],
  [null, "busy", "grey"],
  [null, "failed", "amber"],
  [null, null, "grey"],
])("a %s verdict on a call that was %s is %s", (tone, outcome, colour) => {
  expect(toneOf({ disposition: shown(tone), outcome })).toBe(colour);
});
