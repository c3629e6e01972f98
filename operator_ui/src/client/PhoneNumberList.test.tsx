import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { FakeSoftphone } from "../softphone/FakeSoftphone";
import { aCall, aClient, anOperator, aUser } from "../test/records";
import { renderAt, stubServer } from "../test/render";
import { PhoneNumberList } from "./PhoneNumberList";

afterEach(() => vi.unstubAllGlobals());

const sales = aUser({ role: "sales" });
const free = { operator: anOperator() };

function wanted(despiteBars: boolean) {
  return { client_id: "client-1", phone_number: "+441134960001", despite_bars: despiteBars };
}

test("a press on a number dials it", async () => {
  const asked = stubServer({ "POST /calls": { status: 201, body: { call_id: "call-9" } } });
  await renderAt(<PhoneNumberList client={aClient()} />, { user: sales, live: free });
  await userEvent.click(screen.getByRole("button", { name: "Call +44 113 496 0001" }));
  expect(asked).toHaveBeenCalledWith("POST /calls", wanted(false));
});

test("what would keep a campaign from calling is said first, and a person decides", async () => {
  const bars = [
    { code: "outside_hours", until: null, parameters: { zone: "Europe/London" } },
    { code: "not_due", until: null, parameters: {} },
  ];
  const asked = stubServer({
    "GET /phone-numbers/%2B441134960001/why": { status: 200, body: { leads: [{ bars }, { bars }] } },
    "POST /calls": { status: 201, body: { call_id: "call-9" } },
  });
  await renderAt(<PhoneNumberList client={aClient()} />, { user: sales, live: free });
  const dial = screen.getByRole("button", { name: "Call +44 113 496 0001" });

  await userEvent.click(dial);
  expect(await screen.findAllByText("Outside calling hours in Europe/London")).toHaveLength(1);
  expect(screen.queryByText("It is not due yet")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Do not call" }));
  expect(asked).not.toHaveBeenCalledWith("POST /calls", expect.anything());

  await userEvent.click(dial);
  await userEvent.click(await screen.findByRole("button", { name: "Call all the same" }));
  expect(asked).toHaveBeenCalledWith("POST /calls", wanted(true));
});

test("what the server finds against the call is said too, and a person decides", async () => {
  const problem = { code: "call_barred", parameters: { bars: "attempts_of_day, outside_hours" } };
  const asked = stubServer({ "POST /calls": { status: 409, body: problem } });
  await renderAt(<PhoneNumberList client={aClient()} />, { user: sales, live: free });
  await userEvent.click(screen.getByRole("button", { name: "Call +44 113 496 0001" }));
  await screen.findByText("the attempts of 24 hours were used up");
  screen.getByText("outside calling hours");
  await userEvent.click(screen.getByRole("button", { name: "Call all the same" }));
  expect(asked).toHaveBeenLastCalledWith("POST /calls", wanted(true));
});

test.each([
  [
    "a number that asked not to be called",
    {},
    free,
    "+44 113 496 0002",
    "This number asked not to be called",
  ],
  ["a telephone that is off", { softphone: new FakeSoftphone() }, {}, "+44 113 496 0001", "Go on line first"],
  ["a call", {}, { ...free, call: aCall() }, "+44 113 496 0001", "You are on a call"],
])("%s says why it cannot be dialled", async (_, surroundings, live, number, reason) => {
  const asked = stubServer();
  await renderAt(<PhoneNumberList client={aClient()} />, { user: sales, live, ...surroundings });
  const button = screen.getByRole("button", { name: `Call ${number} (${reason})` });
  await userEvent.click(button);
  expect(asked).not.toHaveBeenCalled();
});

test("those without a telephone see numbers only", async () => {
  await renderAt(<PhoneNumberList client={aClient()} />, { user: aUser({ role: "supervisor" }) });
  expect(screen.queryByRole("button")).toBeNull();
});
