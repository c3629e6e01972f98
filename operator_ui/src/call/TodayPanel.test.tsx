import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { useFollowToday } from "../operator/useToday";
import { anOperator, both } from "../test/records";
import { renderAt, stubServer } from "../test/render";
import { TodayPanel } from "./TodayPanel";

afterEach(() => vi.unstubAllGlobals());

const AT = "2026-03-02T10:00:00Z";
const aDay = {
  counted_at: AT,
  calls_handled: 3,
  talk_seconds: 300,
  average_talk_seconds: 100,
  average_wrap_up_seconds: 21.4,
  calls_successful: 1,
  conversion: 0.5,
  dispositions: [
    { disposition: { code: "refused", label: both("Refused"), tone: "negative" }, calls: 1 },
    { disposition: { code: "sale", label: both("Sale"), tone: "positive" }, calls: 1 },
  ],
  time: { on_line_seconds: 3600, available_seconds: 0, wrap_up_seconds: 64, paused_seconds: 0 },
  last_calls: [
    {
      call_id: "call-1",
      client_id: "client-1",
      client_name: "Northern Windows",
      ended_at: AT,
      talk_seconds: 74,
      disposition: null,
    },
  ],
};

function Day() {
  useFollowToday();
  return <TodayPanel />;
}

const asked = () => stubServer({ "GET /operator/today": { status: 200, body: aDay } });
const tile = (name: string) => screen.getByText(name).parentElement?.textContent;

test("the day's figures come from the server", async () => {
  asked();
  await renderAt(<Day />);
  await screen.findByText("50%");
  expect(tile("Calls")).toBe("Calls3");
  expect(tile("Successful")).toBe("Successful150%");
  expect(tile("Average talk")).toBe("Average talk1:40of 5:00");
  expect(tile("Average wrap-up")).toBe("Average wrap-up0:21");
  expect(tile("On line")).toBe("On line1:00:00");
  const shares = within(screen.getByRole("list", { name: "Dispositions" })).getAllByRole("listitem");
  expect(shares.map((one) => one.textContent)).toEqual(["Refused 1", "Sale 1"]);
  const [last] = within(screen.getByRole("list", { name: "My last calls" })).getAllByRole("listitem");
  expect(last?.textContent).toContain("No disposition");
});

test("they are asked for again when something changes them, and not when a call comes", async () => {
  const server = asked();
  const { store } = await renderAt(<Day />);
  await screen.findByText("50%");
  const before = server.mock.calls.length;
  act(() => store.apply({ type: "operator_changed", operator: anOperator({ state: "reserved" }) }));
  expect(server.mock.calls.length).toBe(before);
  act(() => store.apply({ type: "call_disposed", call_id: "call-1", disposition: "sale", note: "" }));
  await waitFor(() => expect(server.mock.calls.length).toBe(before + 1));
});

test("a server that does not answer is no empty day", async () => {
  stubServer({
    "GET /operator/today": { status: 500, body: { title: "Fault", detail: "the server failed" } },
  });
  await renderAt(<Day />);
  expect(await screen.findByRole("alert")).toBeTruthy();
  expect(tile("Calls")).toBe("Calls—");
});
