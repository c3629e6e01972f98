/** Records for the tests; each takes what the test is about. */
import type {
  CallCard,
  ClientCard,
  ContactRow,
  DispositionChoice,
  FloorFigures,
  OperatorNow,
  PaceFigures,
  PreviewCard,
  Question,
  User,
} from "../api/types";

const AT = "2026-03-02T10:00:00Z";

export function both(text: string) {
  return { ru: text, en: text };
}

export function aUser(part: Partial<User> = {}): User {
  return { id: "u1", login: "anna", name: "Anna Sokolova", role: "operator", language: "en", ...part };
}

export function anOperator(part: Partial<OperatorNow> = {}): OperatorNow {
  return {
    operator_id: "u1",
    name: "Anna Sokolova",
    state: "available",
    reason: null,
    since_at: AT,
    call_id: null,
    client: null,
    preview_id: null,
    wrap_up_ends_at: null,
    pausing_reason: null,
    line_up: true,
    ...part,
  };
}

export function aClient(part: Partial<ClientCard> = {}): ClientCard {
  return {
    id: "client-1",
    name: "Northern Windows",
    kind: "company",
    region: "Leeds",
    time_zone: "Europe/London",
    note: "",
    language: "en",
    responsible_name: null,
    persons: [{ id: "p1", name: "James Whitmore", position: "director" }],
    phone_numbers: [
      { id: "n1", e164: "+441134960001", label: "office", person_id: "p1", do_not_call: false },
      { id: "n2", e164: "+441134960002", label: "mobile", person_id: null, do_not_call: true },
    ],
    emails: [],
    created_at: AT,
    ...part,
  };
}

export function aContact(part: Partial<ContactRow> = {}): ContactRow {
  return {
    id: "contact-1",
    kind: "call",
    direction: "outbound",
    client_id: "client-1",
    started_at: AT,
    ended_at: AT,
    talk_seconds: 74,
    campaign_name: "Demo",
    operator_name: "Paul Titov",
    outcome: "handled",
    disposition: { code: "refused", label: both("Refused"), tone: "negative" },
    note: "Not before spring",
    callback_at: null,
    phone_number: "+441134960001",
    caller_id: null,
    call_id: "call-0",
    recording_url: "/api/v1/calls/call-0/recording",
    answers: [],
    ...part,
  };
}

export function aQuestion(part: Partial<Question> = {}): Question {
  return {
    id: "delivery",
    kind: "single",
    text: both("Do you use a delivery service?"),
    required: true,
    options: [
      { id: "yes", label: both("Yes") },
      { id: "no", label: both("No") },
    ],
    scale: null,
    number: null,
    shown_if: null,
    ...part,
  };
}

export function aChoice(part: Partial<DispositionChoice> = {}): DispositionChoice {
  return {
    code: "sale",
    label: both("Sale"),
    effect: "close",
    tone: "positive",
    requires_questionnaire: false,
    key: "1",
    ...part,
  };
}

export function aCall(part: Partial<CallCard> = {}): CallCard {
  return {
    call_id: "call-1",
    kind: "dialler",
    state: "connected",
    placed_at: AT,
    answered_at: AT,
    connected_at: AT,
    ended_at: null,
    outcome: null,
    phone_number: "+441134960001",
    client: aClient(),
    recent_contacts: [aContact()],
    contacts_total: 1,
    campaign: {
      id: "campaign-1",
      name: "Demo",
      script: { blocks: [{ kind: "say", text: both("Hello {person_name}, this is {operator_name}.") }] },
      questionnaire: { questions: [aQuestion()] },
      dispositions: [
        aChoice({ requires_questionnaire: true }),
        aChoice({ code: "callback", label: both("Call back"), effect: "callback", key: "2" }),
        aChoice({ code: "refused", label: both("Refused"), tone: "negative", key: "3" }),
      ],
    },
    answers: {},
    disposition: null,
    note: "",
    wrap_up_ends_at: null,
    requested_by: null,
    ...part,
  };
}

export function aPreview(part: Partial<PreviewCard> = {}): PreviewCard {
  const { client, phone_number, recent_contacts, contacts_total, campaign } = aCall();
  return {
    preview_id: "preview-1",
    phone_number,
    offered_at: AT,
    expires_at: "2026-03-02T10:01:00Z",
    on_timeout: "pause",
    attempts: 0,
    promised_at: null,
    client,
    recent_contacts,
    contacts_total,
    campaign,
    ...part,
  };
}

export function aPace(part: Partial<PaceFigures> = {}): PaceFigures {
  return {
    reason: "predicted",
    available: 0,
    previewing: 0,
    talking: 0,
    wrapping_up: 0,
    paused: 0,
    ringing: 0,
    waiting: 0,
    answered: 0,
    abandoned: 0,
    machines: 0,
    people_taken_for_machines: 0,
    abandon_rate: 0,
    abandon_limit: 0.03,
    window_days: 1,
    today: { answered: 0, abandoned: 0, abandon_rate: 0 },
    owed_by_earlier_days: 0,
    forecast: null,
    limited_by: null,
    lead_shortage: null,
    counted_elsewhere: 0,
    ...part,
  };
}

export function figures(part: Partial<FloorFigures> = {}): FloorFigures {
  return {
    calls_by_state: { originating: 0, ringing: 0, answered: 0, connected: 0 },
    today: {
      placed: 0,
      answered: 0,
      handled: 0,
      abandoned: 0,
      machine: 0,
      no_answer: 0,
      busy: 0,
      failed: 0,
      talk_seconds: 0,
      dispositions: {},
    },
    abandon_rate: 0,
    people_taken_for_machines: 0,
    campaigns: [],
    trunks: [],
    may_dial: true,
    ...part,
  };
}
