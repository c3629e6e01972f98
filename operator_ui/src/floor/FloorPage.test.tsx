import { act, screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { anOperator, aUser, figures } from "../test/records";
import { renderAt } from "../test/render";
import { FloorPage } from "./FloorPage";

const user = aUser({ id: "u9", role: "supervisor" });
const called = { client_id: "client-1", name: "Northern Windows", phone_number: "+441134960001" };
const busy = anOperator({ operator_id: "u1", name: "Zoe", state: "on_call", call_id: "c", client: called });
const paused = anOperator({ operator_id: "u2", name: "Paul", state: "paused", reason: "lunch" });

test("the floor follows what is pushed", async () => {
  const floor = { operators: [paused, busy], figures: figures() };
  const { store } = await renderAt(<FloorPage />, { user, live: { user, floor } });
  const names = screen.getAllByRole("rowheader").map((cell) => cell.textContent);
  expect(names).toEqual(["Zoe", "Paul"]);
  expect(within(screen.getByRole("row", { name: /Paul/ })).getByText("· Lunch")).toBeTruthy();

  const talk = within(screen.getByRole("row", { name: /Zoe/ }));
  expect(talk.getByRole("link", { name: "Northern Windows" }).getAttribute("href")).toBe("/clients/client-1");
  expect(talk.getByText("+44 113 496 0001")).toBeTruthy();
  expect(within(screen.getByRole("row", { name: /Paul/ })).queryByRole("link")).toBeNull();

  const free = anOperator({ operator_id: "u2", name: "Paul" });
  act(() => store.apply({ type: "operator_changed", operator: free }));
  expect(within(screen.getByRole("row", { name: /Paul/ })).getByText("Available")).toBeTruthy();

  const calls_by_state = { originating: 1, ringing: 4, answered: 0, connected: 2 };
  act(() =>
    store.apply({
      type: "floor_figures",
      figures: figures({ calls_by_state, abandon_rate: 0.041, people_taken_for_machines: 1.2 }),
    }),
  );
  expect(screen.getByTestId("calls-ringing").textContent).toBe("4");
  expect(screen.getByRole("meter", { name: "Abandon rate" }).getAttribute("aria-valuetext")).toBe(
    "4.1%, above the limit",
  );
  expect(screen.getByText(/with 1.2 people taken for machines/)).toBeTruthy();
});
