import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderAt } from "../test/render";
import type { LeadWhy, PastCall, PastDenial, Why } from "./requests";
import { WhyResult } from "./WhyResult";

const call: PastCall = {
  call_id: "call-1",
  campaign_id: null,
  campaign_name: null,
  caller_id: null,
  trunk_name: null,
  phone_number: "+79161234567",
  placed_at: "2026-03-02T10:00:00Z",
  outcome: "handled",
  disposition: { code: "refused", label: { ru: "Отказ", en: "Refused" }, tone: "negative" },
  reason: {
    kind: "retry",
    mode: null,
    attempt: 2,
    attempts_allowed: 5,
    after: "unreachable",
    operator_id: null,
    policy_id: null,
    policy_revision: null,
    overruled: null,
  },
  reason_policy: null,
  reason_operator_name: null,
  reason_after: {
    code: "unreachable",
    label: { ru: "Не тот человек у телефона", en: "Decision maker away" },
    tone: "neutral",
  },
};

function answer(told: Partial<Why>): Why {
  return {
    phone_number: call.phone_number,
    asked_at: call.placed_at,
    is_refused: false,
    leads: [],
    has_more_leads: false,
    calls: [],
    has_more_calls: false,
    denials: [],
    has_more_denials: false,
    ...told,
  };
}

test("what came of calls is said in words, not by codes", async () => {
  const after = call.reason && { ...call.reason, after: "no_answer" };
  const calls = [call, { ...call, call_id: "call-2", disposition: null, reason: after, reason_after: null }];
  await renderAt(<WhyResult why={answer({ calls })} />);
  const rows = screen.getByRole("table", { name: "Calls to this number" }).textContent;
  expect(rows).toContain("Handled · Refused");
  expect(rows).toContain("after: Decision maker away");
  expect(rows).toContain("after: No answer");
  expect(rows).not.toMatch(/refused|unreachable|no_answer/);
});

test("which bars of which policy an operator overruled is said", async () => {
  const reason = call.reason && {
    ...call.reason,
    kind: "click_to_dial" as const,
    policy_revision: 3,
    overruled: ["attempts_of_day", "outside_hours"],
  };
  const calls = [{ ...call, reason, reason_policy: { ru: "Россия", en: "Russia" } }];
  await renderAt(<WhyResult why={answer({ calls })} />);
  expect(screen.getByRole("table", { name: "Calls to this number" }).textContent).toContain(
    "Overruled: the attempts of 24 hours were used up, outside calling hours (Russia, revision 3)",
  );
});

const lead: LeadWhy = {
  lead_id: "lead-1",
  campaign_id: "campaign-1",
  campaign_name: "Spring",
  client_id: "client-1",
  client_name: "Chamomile",
  phone_number: "+73432223344",
  time_zone: "Asia/Yekaterinburg",
  attempts: 1,
  max_attempts: 5,
  bars: [],
  closed: null,
  previews: [],
  leads_before: null,
  waits: null,
  numbers: [
    {
      phone_number: "+74951112233",
      time_zone: "Europe/Moscow",
      bars: [{ code: "attempts_of_day", until: "2026-03-03T09:00:00Z", parameters: { most: 1 } }],
    },
    { phone_number: "+73432223344", time_zone: "Asia/Yekaterinburg", bars: [] },
  ],
};

test("a lead with several numbers is answered for number by number", async () => {
  await renderAt(<WhyResult why={answer({ phone_number: "+74951112233", leads: [lead] })} />);
  const [first, second] = within(screen.getByRole("list", { name: "Its numbers, in their order" }))
    .getAllByText(/^\+7/)
    .map((number) => number.parentElement?.textContent);
  expect(first).toMatch(/1 attempt in 24 hours has been made until .*12:00.* \(there\)/);
  expect(second).toContain("Nothing stands against this number.");
  expect(screen.getByRole("article").textContent).toMatch(/Next at \+7.343/);
});

async function renderLead(told: Partial<LeadWhy>) {
  const leads = [{ ...lead, numbers: [], ...told }];
  const why = answer({ phone_number: lead.phone_number, leads });
  await renderAt(<WhyResult why={why} />);
  return screen.getByRole("article").textContent;
}

const refused = { code: "refused", label: { ru: "Отказ", en: "Refused" }, tone: "negative" } as const;

test.each([
  [{ because: "verdict", detail: "refused", disposition: refused }, "disposition: Refused"],
  [{ because: "no_rule", detail: "busy", disposition: null }, "plan nothing after “Busy”"],
  [{ because: "attempts", detail: "5", disposition: null }, "its attempts are used up (5)"],
  [
    { because: "skipped", detail: "wrong_card", disposition: null },
    "it was skipped (The card is wrong), and no further try is planned",
  ],
  [{ because: "skipped", detail: null, disposition: null }, "it was skipped (the time to decide ran out)"],
  [{ because: null, detail: null, disposition: null }, "Closed earlier, the reason was not kept"],
] satisfies [LeadWhy["closed"], string][])("a closed lead says what closed it: %j", async (closed, text) => {
  expect(await renderLead({ closed, bars: [{ code: "closed", until: null, parameters: {} }] })).toContain(
    text,
  );
});

test("a skipped lead says who skipped it and why", async () => {
  const preview = {
    preview_id: "preview-1",
    operator_name: "Anna",
    phone_number: lead.phone_number,
    offered_at: "2026-03-02T09:00:00Z",
    ended_at: "2026-03-02T09:00:20Z",
    ending: "skipped",
    skip_reason: "talked_lately",
  } as const;
  await renderLead({ previews: [preview] });
  expect(screen.getByRole("list", { name: "Offered to operators" }).textContent).toContain(
    "Offered to: Anna · skipped: We have just talked to them",
  );
});

test("of a lead that nothing stands against it says what the campaign waits for", async () => {
  const text = await renderLead({ waits: ["nobody_free", "caller_ids"], leads_before: 3 });
  expect(text).toContain("None of the campaign's operators is free.");
  expect(text).toContain("have made all calls of their day");
  expect(text).toContain("3 leads of the campaign come before it.");
  const link = screen.getByRole("link", { name: "What the campaign decided at another moment" });
  expect(link.getAttribute("href")).toMatch(/^\/campaigns\/campaign-1\/live\?at=/);
});

test("what a campaign waits for is not made up while the switchboard does not answer", async () => {
  expect(await renderLead({ waits: null })).toContain("the switchboard does not answer");
});

test("where more was found than is told, that is said", async () => {
  await renderAt(<WhyResult why={answer({ calls: [call], has_more_calls: true })} />);
  expect(screen.getByText("There were more calls: these are the last 1.")).toBeTruthy();
  expect(screen.queryByText(/More leads have/)).toBeNull();
});

test("calls that were denied say who asked for them and what stood against them", async () => {
  const denials: PastDenial[] = [
    {
      denial_id: "denial-1",
      phone_number: call.phone_number,
      kind: "click_to_dial",
      operator_name: "Anna",
      denied_at: "2026-03-02T10:00:00Z",
      because: "barred",
      bars: ["outside_hours", "attempts_of_day"],
    },
    {
      denial_id: "denial-2",
      phone_number: call.phone_number,
      kind: "preview",
      operator_name: "Boris",
      denied_at: "2026-03-02T09:00:00Z",
      because: "barred",
      bars: ["promised", "closed"],
    },
    {
      denial_id: "denial-3",
      phone_number: call.phone_number,
      kind: "click_to_dial",
      operator_name: "Anna",
      denied_at: "2026-03-01T09:00:00Z",
      because: "number_refused",
      bars: [],
    },
  ];
  await renderAt(<WhyResult why={answer({ denials, has_more_denials: true })} />);
  const [, first, second, third] = within(
    screen.getByRole("table", { name: "Calls that were denied" }),
  ).getAllByRole("row");
  expect(first?.textContent).toContain("AnnaAn operator's own call");
  expect(first?.textContent).toContain("outside calling hoursthe attempts of 24 hours were used up");
  expect(second?.textContent).toContain("somebody else had promised to callThe lead is closed");
  expect(third?.textContent).toContain("The number asked not to be called");
  expect(screen.getByText("More calls were denied: these are the last 3.")).toBeTruthy();
});

test("of calls that were denied nothing is said where there were none", async () => {
  await renderAt(<WhyResult why={answer({})} />);
  expect(screen.queryByText("Calls that were denied")).toBeNull();
});
