import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderAt } from "../test/render";
import type { TrunkFigures } from "./requests";
import { TrunkStateShown } from "./TrunkStateShown";

const working: TrunkFigures = {
  id: "t1",
  name: "East",
  state: "working",
  calls: 0,
  channel_limit: null,
  calls_last_second: 0,
  calls_per_second: null,
  probed_at: null,
  fault: null,
};

test.each([
  ["refuses", "does not place its calls"],
  ["reaches_nobody", "check the prefix"],
] as const)("of a trunk that rests because it %s it is said why", async (fault, reason) => {
  await renderAt(<TrunkStateShown now={{ ...working, state: "broken", fault }} />);
  expect(screen.getByText(/rests/).textContent).toContain(reason);
});

test("a trunk that works has no fault", async () => {
  await renderAt(<TrunkStateShown now={working} />);
  expect(screen.getByText("works").textContent).toBe("works");
});
