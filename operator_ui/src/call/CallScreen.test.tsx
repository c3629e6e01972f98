import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { useLive } from "../live/LiveProvider";
import { aCall, anOperator, aQuestion } from "../test/records";
import { renderAt, stubServer } from "../test/render";
import { CallScreen } from "./CallScreen";

afterEach(() => vi.unstubAllGlobals());

function Console() {
  const call = useLive((live) => live.call);
  return call ? <CallScreen call={call} /> : <p>empty</p>;
}

const operator = anOperator({ state: "on_call", call_id: "call-1" });
const ended = {
  type: "call_changed",
  call_id: "call-1",
  state: "ended",
  outcome: "handled",
  at: "2026-03-02T10:05:00Z",
  answered_at: "2026-03-02T10:00:00Z",
  connected_at: "2026-03-02T10:00:00Z",
  ended_at: "2026-03-02T10:05:00Z",
  wrap_up_ends_at: "2026-03-02T10:06:00Z",
} as const;

async function showCall(call = aCall()) {
  const asked = stubServer();
  const rendered = await renderAt(<Console />, { live: { operator, call } });
  await screen.findByRole("region", { name: "Questionnaire" });
  return { ...rendered, asked, user: userEvent.setup() };
}

test("the client, the history and the script are on the screen", async () => {
  await showCall();
  expect(screen.getByRole("heading", { level: 1, name: "Northern Windows" })).toBeTruthy();
  expect(within(screen.getByRole("list", { name: "Contacts" })).getByText("Not before spring")).toBeTruthy();
  expect(screen.getByText("Hello James Whitmore, this is Anna Sokolova.")).toBeTruthy();
});

test("an answer is saved as it is given, and says so", async () => {
  const { asked, user } = await showCall();
  await user.click(screen.getByRole("radio", { name: "Yes" }));
  expect(asked).toHaveBeenCalledWith("PUT /calls/call-1/answers/delivery", { value: "yes" });
  expect(await screen.findByRole("img", { name: "Saved" })).toBeTruthy();
});

test("an answer that is not saved can be sent again", async () => {
  const { user } = await showCall();
  stubServer({ "PUT /calls/call-1/answers/delivery": { status: 503, body: { detail: "away" } } });
  await user.click(screen.getByRole("radio", { name: "Yes" }));
  const retry = await screen.findByText("Not saved, retry");
  const asked = stubServer();
  await user.click(retry);
  expect(asked).toHaveBeenCalledWith("PUT /calls/call-1/answers/delivery", { value: "yes" });
  expect(await screen.findByRole("img", { name: "Saved" })).toBeTruthy();
});

test("a question appears when its condition holds", async () => {
  const campaign = aCall().campaign;
  const questions = [
    aQuestion(),
    aQuestion({
      id: "mark",
      kind: "scale",
      text: { ru: "Mark", en: "Mark" },
      scale: { min: 1, max: 5, min_label: null, max_label: null },
      shown_if: {
        combinator: "and",
        not: false,
        rules: [{ field: "delivery", operator: "=", value: "yes" }],
      },
    }),
  ];
  const { user } = await showCall(aCall({ campaign: { ...campaign, questionnaire: { questions } } }));
  expect(screen.queryByText("Mark")).toBeNull();
  await user.click(screen.getByRole("radio", { name: "Yes" }));
  expect(screen.getByText("Mark")).toBeTruthy();
});

test("a disposition is chosen and saved by keys alone", async () => {
  const { asked, user, store } = await showCall();
  act(() => store.apply(ended));
  await user.keyboard("3n");
  await user.keyboard("Not before spring");
  await user.keyboard("{Control>}{Enter}{/Control}");
  await waitFor(() =>
    expect(asked).toHaveBeenCalledWith("PUT /calls/call-1/disposition", {
      disposition: "refused",
      note: "Not before spring",
    }),
  );
  expect(await screen.findByText("empty")).toBeTruthy();
});

test("digits typed into the note choose nothing", async () => {
  const { user } = await showCall();
  await user.type(screen.getByRole("textbox", { name: "Note" }), "3 rooms");
  expect(screen.getByRole("radio", { name: "Refused" }).getAttribute("aria-checked")).toBe("false");
});

test("saving during the call hangs up first and disposes once it is over", async () => {
  const { asked, user, store } = await showCall();
  await user.click(screen.getByRole("radio", { name: "Refused" }));
  await user.click(screen.getByRole("button", { name: "Hang up and save" }));
  expect(asked).toHaveBeenLastCalledWith("POST /calls/call-1/hangup", undefined);
  act(() => store.apply(ended));
  await waitFor(() =>
    expect(asked).toHaveBeenLastCalledWith("PUT /calls/call-1/disposition", {
      disposition: "refused",
      note: "",
    }),
  );
});

test("of a number that still rings there is nothing to save", async () => {
  const ringing = { state: "ringing", answered_at: null, connected_at: null } as const;
  await showCall(aCall({ kind: "click_to_dial", ...ringing, disposition: "refused" }));
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Hang up and save" }).disabled).toBe(true);
});

test("a disposition that needs the answers leads to the one that is missing", async () => {
  const { asked, user, store } = await showCall();
  act(() => store.apply(ended));
  await user.click(screen.getByRole("radio", { name: "Sale" }));
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(screen.getByText("This disposition needs the required answers.")).toBeTruthy();
  expect(asked).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(screen.getByRole("radio", { name: "Yes" }));
});

test("a callback is not saved without its time", async () => {
  const { user, store } = await showCall();
  const asked = stubServer({}, { status: 200, body: null });
  act(() => store.apply(ended));
  await user.click(screen.getByRole("radio", { name: "Call back" }));
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(asked).not.toHaveBeenCalled();
  await user.click(screen.getByRole("button", { name: "tomorrow at 10" }));
  await user.click(screen.getByRole("button", { name: "Save" }));
  const verdict = { disposition: "callback", callback_at: expect.any(String) };
  await waitFor(() =>
    expect(asked).toHaveBeenLastCalledWith("PUT /calls/call-1/disposition", expect.objectContaining(verdict)),
  );
});

test("what the server refuses is said, and nothing is lost", async () => {
  const { user, store } = await showCall();
  const detail = "the call is disposed of as sale already";
  stubServer({ "PUT /calls/call-1/disposition": { status: 409, body: { detail } } });
  act(() => store.apply(ended));
  await user.type(screen.getByRole("textbox", { name: "Note" }), "hello");
  await user.click(screen.getByRole("radio", { name: "Refused" }));
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect((await screen.findByRole("alert")).textContent).toBe(detail);
  expect(screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Note" }).value).toBe("hello");
});

test("a reloaded page finds the note and the choice again", async () => {
  localStorage.setItem("zvonar-draft:call-1", JSON.stringify({ note: "half a sen", disposition: "refused" }));
  await showCall();
  expect(screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Note" }).value).toBe("half a sen");
  expect(screen.getByRole("radio", { name: "Refused" }).getAttribute("aria-checked")).toBe("true");
});

test("what is typed is kept at once, before it is saved", async () => {
  const { user } = await showCall();
  await user.type(screen.getByRole("textbox", { name: "Note" }), "half");
  await user.click(screen.getByRole("radio", { name: "Refused" }));
  expect(JSON.parse(localStorage.getItem("zvonar-draft:call-1") ?? "{}")).toEqual({
    note: "half",
    disposition: "refused",
  });
});

test("an answer that a reload interrupted is sent again", async () => {
  localStorage.setItem("zvonar-draft:call-1", JSON.stringify({ answers: { delivery: "no" } }));
  const { asked } = await showCall();
  expect(asked).toHaveBeenCalledWith("PUT /calls/call-1/answers/delivery", { value: "no" });
  expect(screen.getByRole<HTMLInputElement>("radio", { name: "No" }).checked).toBe(true);
});

test("an overrun wrap-up shows by how much", async () => {
  const { store } = await showCall();
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
  act(() => store.apply({ ...ended, ended_at: ago(72), wrap_up_ends_at: ago(12) }));
  expect(screen.getByRole("timer", { name: "Wrap-up overrun" }).textContent).toContain("+0:1");
});
