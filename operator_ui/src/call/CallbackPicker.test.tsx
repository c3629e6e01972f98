import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { PromiseHours } from "../api/types";
import { aClient } from "../test/records";
import { renderAt, stubServer } from "../test/render";
import { ownZone } from "../time/zones";
import { CallbackPicker } from "./CallbackPicker";

vi.mock("../time/useNow", () => ({ useNow: () => Date.parse("2026-11-23T17:00:00Z") }));
vi.mock("../time/zones", async (original) => ({
  ...(await original<typeof import("../time/zones")>()),
  ownZone: vi.fn(() => "Europe/Moscow"),
}));

const NO_HOURS_HOLD = { status: 200, body: null };

beforeEach(() => void stubServer({}, NO_HOURS_HOLD));
afterEach(() => vi.mocked(ownZone).mockReturnValue("Europe/Moscow"));

function Picker({ timeZone, tell }: { timeZone: string; tell: (at: string | null) => void }) {
  const [at, setAt] = useState<string | null>(null);
  const change = (wanted: string | null) => {
    tell(wanted);
    setAt(wanted);
  };
  return (
    <CallbackPicker callId="call-1" client={aClient({ time_zone: timeZone })} at={at} onChange={change} />
  );
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

const TOMORROW_AT_TEN_IN_TASHKENT = "2026-11-24T05:00:00.000Z";

/** Tomorrow at ten is promised, of which the server says this. */
async function promiseTomorrow(told: Partial<PromiseHours> | null) {
  const moment = new URLSearchParams({ callback_at: TOMORROW_AT_TEN_IN_TASHKENT });
  const reply = { status: 200, body: told && { ...OUTSIDE, ...told } };
  const asked = stubServer({ [`GET /calls/call-1/promise?${moment}`]: reply }, NO_HOURS_HOLD);
  const tell = await showPicker("Asia/Tashkent");
  await userEvent.click(screen.getByRole("button", { name: "tomorrow at 10" }));
  return { tell, asked };
}

const OUTSIDE: PromiseHours = {
  time_zone: "Asia/Tashkent",
  is_open: false,
  day: "2026-11-24",
  hours: { opens: "11:00:00", closes: "20:00:00" },
  is_holiday: false,
  kept_at: "2026-11-24T06:00:00Z",
  nearest: "2026-11-24T06:00:00Z",
};

test("a promise outside hours is warned of, and one click makes it lawful", async () => {
  const { tell } = await promiseTomorrow({});
  const warning = await screen.findByRole("alert");
  expect(warning.textContent).toContain("where the phone rings it will be Tue 24 November at 10:00.");
  expect(warning.textContent).toContain("On Tue 24 November calls are allowed from 11:00 until 20:00.");
  expect(warning.textContent).toContain("the call waits until hours begin, Tue 24 November at 11:00 there.");
  await userEvent.click(screen.getByRole("button", { name: "Promise Tue 24 November at 11:00" }));
  expect(tell).toHaveBeenLastCalledWith("2026-11-24T06:00:00Z");
  expect(screen.queryByRole("alert")).toBeNull();
});

test.each([
  ["it is a holiday", { hours: null, is_holiday: true }, "It is a holiday there, and nobody is called."],
  ["nobody is called on that weekday", { hours: null }, "On Tue 24 November nobody is called."],
  [
    "only the middle of the day is closed",
    { hours: { opens: "14:00:00", closes: "09:00:00" } },
    "until 09:00 and from 14:00 on",
  ],
  ["it can never be kept", { kept_at: null, nearest: null }, "this moment cannot be promised"],
])("the warning says when %s", async (_, told, text) => {
  await promiseTomorrow(told);
  expect((await screen.findByRole("alert")).textContent).toContain(text);
});

test.each([
  ["within hours", { is_open: true }],
  ["without a policy", null],
])("nothing is said of a promise %s", async (_, told) => {
  const { asked } = await promiseTomorrow(told);
  expect(asked).toHaveBeenCalledOnce();
  await act(() => new Promise((answered) => setTimeout(answered, 20)));
  expect(screen.queryByRole("alert")).toBeNull();
});
