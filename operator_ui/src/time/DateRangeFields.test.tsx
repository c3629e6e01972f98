import { fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { expect, test } from "vitest";
import { renderAt } from "../test/render";
import { DateRangeFields } from "./DateRangeFields";

function Fields() {
  const [range, setRange] = useState({ from: "", to: "" });
  return <DateRangeFields range={range} onChange={setRange} />;
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
