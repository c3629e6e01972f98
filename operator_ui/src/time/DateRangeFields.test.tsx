import { fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { expect, test } from "vitest";
import { renderAt } from "../test/render";
import { DateRangeFields, rangeFault } from "./DateRangeFields";

function Fields() {
  const [range, setRange] = useState({ from: "", to: "" });
  return <DateRangeFields range={range} onChange={setRange} mostDays={7} />;
}

test("a period that ends before it begins is said to, and one without an end is none such", async () => {
  await renderAt(<Fields />);
  const [from, to] = [screen.getByLabelText("From"), screen.getByLabelText("Until and including")];
  fireEvent.change(from, { target: { value: "02.03.2026" } });
  expect(screen.queryByText("is before the beginning")).toBeNull();
  fireEvent.change(to, { target: { value: "01.03.2026" } });
  expect(screen.getByText("is before the beginning")).toBeTruthy();
  fireEvent.change(to, { target: { value: "02.03.2026" } });
  expect(screen.queryByText("is before the beginning")).toBeNull();
});

test("a period that is longer than what can be asked for is said to be", async () => {
  await renderAt(<Fields />);
  const [from, to] = [screen.getByLabelText("From"), screen.getByLabelText("Until and including")];
  fireEvent.change(from, { target: { value: "02.03.2026" } });
  fireEvent.change(to, { target: { value: "08.03.2026" } });
  expect(screen.queryByText("is more than 6 days after the beginning")).toBeNull();
  fireEvent.change(to, { target: { value: "09.03.2026" } });
  expect(screen.getByText("is more than 6 days after the beginning")).toBeTruthy();
});

test.each([
  ["2026-01-01", "2027-01-01", null],
  ["2026-01-01", "2027-01-02", "period_too_long"],
  ["2026-01-02", "2026-01-01", "before_beginning"],
  ["2026-01-01", "", null],
])("366 days, both included, from %s until %s: %s", (from, to, fault) => {
  expect(rangeFault({ from, to }, 366)).toBe(fault);
});
