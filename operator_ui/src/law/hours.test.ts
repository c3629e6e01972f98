import { describe, expect, test } from "vitest";
import { runsOfDays, WEEKDAYS, weekdayName } from "./hours";

const DAY = { opens: "09:00:00", closes: "20:00:00" };
const SHORT = { opens: "10:00:00", closes: "18:00:00" };

function week(change: Partial<Record<(typeof WEEKDAYS)[number], typeof DAY | null>>) {
  const same = Object.fromEntries(WEEKDAYS.map((day) => [day, DAY])) as Record<
    (typeof WEEKDAYS)[number],
    typeof DAY | null
  >;
  return { ...same, ...change };
}

describe("days that are alike stand together", () => {
  test("a week of one kind is one run", () => {
    expect(runsOfDays(week({}))).toEqual([{ first: "monday", last: "sunday", hours: DAY }]);
  });

  test("a weekend off is a run of its own", () => {
    expect(runsOfDays(week({ saturday: null, sunday: null }))).toEqual([
      { first: "monday", last: "friday", hours: DAY },
      { first: "saturday", last: "sunday", hours: null },
    ]);
  });

  test("a day in the middle divides what is alike", () => {
    expect(runsOfDays(week({ wednesday: SHORT })).map(({ first, last }) => [first, last])).toEqual([
      ["monday", "tuesday"],
      ["wednesday", "wednesday"],
      ["thursday", "sunday"],
    ]);
  });
});

test("days have names in the language of the page", () => {
  expect(weekdayName("ru", "monday")).toBe("пн");
  expect(weekdayName("en", "sunday", "long")).toBe("Sunday");
});
