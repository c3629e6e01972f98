import { expect, test } from "vitest";
import { typedDate } from "./typedDate";

test.each([
  ["25.12.2027", "2027-12-25"],
  ["05.04.2027", "2027-04-05"],
  ["5.4.27", "2027-04-05"],
  [" 5/4/2027 ", "2027-04-05"],
  ["2027-04-05", "2027-04-05"],
  ["29.02.2028", "2028-02-29"],
  ["29.02.2027", null],
  ["31.04.2027", null],
  ["25.13.2027", null],
  ["tomorrow", null],
  ["", null],
])("%j is typed for %j", (text, date) => {
  expect(typedDate(text)).toBe(date);
});
