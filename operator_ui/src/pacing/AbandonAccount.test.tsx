import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { aPace } from "../test/records";
import { renderAt } from "../test/render";
import { AbandonAccount } from "./AbandonAccount";

const OVER_30_DAYS = {
  window_days: 30,
  answered: 10_015,
  abandoned: 53,
  abandon_rate: 53 / 10_015,
  today: { answered: 15, abandoned: 3, abandon_rate: 0.2 },
};

test("over a window of days the day stands beside it, and what may not be spent is said", async () => {
  await renderAt(<AbandonAccount pace={aPace(OVER_30_DAYS)} />);
  const account = screen.getByRole("region", { name: "Abandoned calls" }).textContent;
  expect(account).toContain("Abandoned in 30 days0.53%53 of 10,015 answered, limit 3%");
  expect(account).toContain("Abandoned today20%3 of 15 answered, limit 3%");
  expect(account).toContain("what earlier days left over is not spent");
  expect(screen.getByTestId("pace-abandon-rate-today").closest("[data-over]")).not.toBeNull();
  expect(screen.getByTestId("pace-abandon-rate").closest("[data-over]")).toBeNull();
});

test("what earlier days lost too much is told in calls", async () => {
  await renderAt(<AbandonAccount pace={aPace({ ...OVER_30_DAYS, owed_by_earlier_days: 12.5 })} />);
  expect(screen.getByTestId("pace-earlier-days").textContent).toBe(
    "Earlier days lost 12.5 calls too many: today makes up for them first.",
  );
});

test("a window of one day is told once", async () => {
  await renderAt(<AbandonAccount pace={aPace({ answered: 40, abandoned: 1, abandon_rate: 0.025 })} />);
  expect(screen.getByTestId("pace-abandon-rate").textContent).toBe("2.5%");
  expect(screen.queryByTestId("pace-abandon-rate-today")).toBeNull();
  expect(screen.queryByTestId("pace-earlier-days")).toBeNull();
});
