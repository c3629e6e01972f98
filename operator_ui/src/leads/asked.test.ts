import { expect, test } from "vitest";
import { askedBy, looksAtNextNumber, readLeadsSearch } from "./asked";

test.each([
  [{}, {}],
  [{ list: "list-1" }, { list_id: "list-1" }],
  [{ show: "state:waiting" }, { state: "waiting" }],
  [
    { show: "closed:verdict", find: "Ива" },
    { closed_because: "verdict", search: "Ива" },
  ],
  [{ show: "barred:held" }, { barred_by: "held" }],
])("the address %j asks for %j", (address, asked) => {
  expect(askedBy(readLeadsSearch(address))).toEqual(asked);
});

test("a number in the address is looked for as it is", () => {
  expect(readLeadsSearch({ find: 9161234567 })).toEqual({ find: "9161234567" });
});

test.each([{ show: "barred:rests" }, { show: "state:asleep" }, { list: 7 }, { find: "" }])(
  "%j in the address asks for nothing",
  (address) => {
    expect(readLeadsSearch(address)).toEqual({});
  },
);

test.each([
  ["barred:outside_hours", true],
  ["barred:refused_by_all", true],
  ["barred:held", false],
  ["state:fresh", false],
])("whether %s looks at the next number alone: %s", (show, expected) => {
  expect(looksAtNextNumber(askedBy({ show }))).toBe(expected);
});
