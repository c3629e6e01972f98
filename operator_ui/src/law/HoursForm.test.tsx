import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { renderAt, stubServer } from "../test/render";
import { HoursForm } from "./HoursForm";
import type { CallingHours } from "./requests";

const NINE = { opens: "09:00:00", closes: "20:00:00" };
const NO_HOLIDAYS: CallingHours["holidays"] = { country: null, subdivisions: [], dates: [], hours: null };

const HOURS: CallingHours = {
  week: {
    monday: NINE,
    tuesday: NINE,
    wednesday: NINE,
    thursday: NINE,
    friday: NINE,
    saturday: null,
    sunday: null,
  },
  holidays: NO_HOLIDAYS,
};

async function showForm(holidays: Partial<CallingHours["holidays"]>, reasons: Record<string, string> = {}) {
  stubServer({
    "GET /policies/holiday-countries": { status: 200, body: ["GB", "RU", "US"] },
    "GET /policies/holiday-countries/GB/subdivisions": {
      status: 200,
      body: { ENG: "England", NIR: "Northern Ireland", SCT: "Scotland", WLS: "Wales" },
    },
    "GET /policies/holiday-countries/US/subdivisions": { status: 200, body: { AK: "Alaska" } },
    "GET /policies/holiday-countries/RU/subdivisions": { status: 200, body: {} },
  });
  const tell = vi.fn();
  function Form() {
    const [hours, setHours] = useState({ ...HOURS, holidays: { ...NO_HOLIDAYS, ...holidays } });
    const change = (wanted: CallingHours) => {
      tell(wanted.holidays);
      setHours(wanted);
    };
    return <HoursForm hours={hours} reasons={reasons} onChange={change} />;
  }
  await renderAt(<Form />);
  return tell;
}

test("parts of a country can be chosen where they have holidays of their own", async () => {
  const tell = await showForm({ country: "GB", subdivisions: ["ENG"] });
  await userEvent.click(await screen.findByRole("combobox", { name: "And of its parts" }));
  await userEvent.click(await screen.findByRole("option", { name: "Scotland" }));
  expect(tell.mock.lastCall?.[0]).toEqual({ ...NO_HOLIDAYS, country: "GB", subdivisions: ["ENG", "SCT"] });
});

test("what is said of parts of one country is not said of another", async () => {
  const tell = await showForm({ country: "GB", subdivisions: ["ENG"] });
  await userEvent.click(screen.getByRole("combobox", { name: "Public holidays of" }));
  await userEvent.click(await screen.findByRole("option", { name: "Russia", hidden: true }));
  expect(tell.mock.lastCall?.[0]).toEqual({ ...NO_HOLIDAYS, country: "RU" });
  expect(screen.queryByText("And of its parts")).toBeNull();
});

test("a part that is refused is so at its field", async () => {
  await showForm(
    { country: "GB", subdivisions: ["ENG"] },
    { "policy.calling_hours.holidays.subdivisions": "no" },
  );
  expect(screen.getByText("no")).toBeTruthy();
});

test("hours that are refused are so at their weekday, and at the holidays", async () => {
  await showForm(
    { country: "RU", hours: NINE },
    { "policy.calling_hours.week.monday": "no", "policy.calling_hours.holidays.hours": "nor that" },
  );
  const said = (label: string) => {
    const id = screen.getByLabelText(label).getAttribute("aria-describedby");
    return id === null ? null : document.getElementById(id)?.textContent;
  };
  const days = ["Monday", "Tuesday", "Holidays"].map((day) => [said(`${day}: from`), said(`${day}: until`)]);
  expect(days).toEqual([
    ["no", "no"],
    [null, null],
    ["nor that", "nor that"],
  ]);
});
