import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { aClient } from "../test/records";
import { renderAt } from "../test/render";
import { ownZone } from "../time/zones";
import { CallbackPicker } from "./CallbackPicker";

vi.mock("../time/useNow", () => ({ useNow: () => Date.parse("2026-11-23T17:00:00Z") }));
vi.mock("../time/zones", async (original) => ({
  ...(await original<typeof import("../time/zones")>()),
  ownZone: vi.fn(() => "Europe/Moscow"),
}));

afterEach(() => vi.mocked(ownZone).mockReturnValue("Europe/Moscow"));

function Picker({ timeZone, tell }: { timeZone: string; tell: (at: string | null) => void }) {
  const [at, setAt] = useState<string | null>(null);
  const change = (wanted: string | null) => {
    tell(wanted);
    setAt(wanted);
  };
  return <CallbackPicker client={aClient({ time_zone: timeZone })} at={at} onChange={change} />;
}

async function showPicker(timeZone: string) {
  const tell = vi.fn();
  await renderAt(<Picker timeZone={timeZone} tell={tell} />);
  return tell;
}

async function chooseTomorrow(timeZone: string) {
  const tell = await showPicker(timeZone);
  await userEvent.click(screen.getByRole("button", { name: "tomorrow at 10" }));
  return tell.mock.lastCall?.[0];
}

test("tomorrow at ten is ten where the client is, and both times are shown", async () => {
  expect(await chooseTomorrow("Asia/Yekaterinburg")).toBe("2026-11-24T05:00:00.000Z");
  expect(screen.getByRole("button", { name: "Call back at" }).textContent).toBe("24 November, 10:00");
  expect(screen.getByText("10:00 at the client's")).toBeTruthy();
  expect(screen.getByText("08:00 here")).toBeTruthy();
});

test("where it is another day here, the day is said too", async () => {
  vi.mocked(ownZone).mockReturnValue("America/New_York");
  expect(await chooseTomorrow("Asia/Vladivostok")).toBe("2026-11-25T00:00:00.000Z");
  expect(screen.getByRole("button", { name: "Call back at" }).textContent).toBe("25 November, 10:00");
  expect(screen.getByText("Tue 19:00 here")).toBeTruthy();
});

test("a day of the calendar is a day of the client's", async () => {
  const tell = await showPicker("Asia/Vladivostok");
  await userEvent.click(screen.getByRole("button", { name: "tomorrow at 10" }));
  await userEvent.click(screen.getByRole("button", { name: "Call back at" }));
  await userEvent.click(await screen.findByRole("button", { name: /^27 November 2026/ }));
  expect(tell.mock.lastCall?.[0]).toBe("2026-11-27T00:00:00.000Z");
});

test("two zones with one time are one time", async () => {
  expect(await chooseTomorrow("Europe/Istanbul")).toBe("2026-11-24T07:00:00.000Z");
  expect(screen.getByText("10:00 at the client's")).toBeTruthy();
  expect(screen.queryByText(/here$/)).toBeNull();
});

test("a zone that the browser does not know is taken for the operator's own", async () => {
  expect(await chooseTomorrow("Nowhere/Land")).toBe("2026-11-24T07:00:00.000Z");
});
