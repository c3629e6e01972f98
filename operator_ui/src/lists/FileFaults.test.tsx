import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderAt } from "../test/render";
import { FileFaults } from "./FileFaults";

const faultAt = (line: number) => ({
  code: "wrong_encoding" as const,
  parameters: { line, encoding: "cp1251" },
  reason: "",
});

test("the first lines that cannot be read are named, and how many more there are", async () => {
  const faults = [3, 4, 5, 6, 7, 8, 9].map(faultAt);
  await renderAt(<FileFaults preview={{ faults, faults_total: 207 }} />);

  const told = (await screen.findByRole("status")).textContent;

  expect(told).toContain("line 3 is not written in Windows-1251");
  expect(told).not.toContain("line 8 ");
  expect(told).toContain("and 202 more");
});

test("nothing is said of a file that is read as it is meant", async () => {
  await renderAt(<FileFaults preview={{ faults: [], faults_total: 0 }} />);

  expect(screen.queryByRole("status")).toBeNull();
});
