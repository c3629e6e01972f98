/** Made-up clients, a campaign and a history, in the shapes of the real server. */
import type {
  CallCampaign,
  CallCard,
  CalledClient,
  Campaign,
  ClientCard,
  ContactRow,
  DispositionChoice,
  OperatorNow,
  OperatorToday,
  Question,
  User,
} from "../src/api/types";

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const both = (ru: string, en: string) => ({ ru, en });

const PLACES = [
  ["Новосибирск", "Asia/Novosibirsk"],
  ["Москва", "Europe/Moscow"],
  ["Казань", "Europe/Moscow"],
  ["Екатеринбург", "Asia/Yekaterinburg"],
  ["Leeds", "Europe/London"],
  ["Владивосток", "Asia/Vladivostok"],
] as const;
const FIRMS = [
  "ООО «Сибирские окна»",
  "ИП Ковалёва Ольга Петровна",
  "Пекарня «Тёплый хлеб»",
  "АО «Уралметаллсервис»",
  "Whitmore & Sons Ltd",
  "Семья Кузнецовых",
  "Стоматология «Белая линия»",
  "ООО «Грузовые перевозки Восток»",
];
const PERSONS = ["Дмитрий Громов", "Ольга Ковалёва", "Наталья Смирнова", "Пётр Васильев", "James Whitmore"];

export const clients: ClientCard[] = Array.from({ length: 240 }, (_, place): ClientCard => {
  const [region, time_zone] = PLACES[place % PLACES.length] ?? PLACES[0];
  const person = { id: `p-${place}`, name: PERSONS[place % PERSONS.length] ?? "", position: "директор" };
  const digits = String(2001000 + place * 137).padStart(7, "0");
  const serial = place < FIRMS.length ? "" : ` № ${place}`;
  return {
    id: `client-${place}`,
    name: (FIRMS[place % FIRMS.length] ?? "") + serial,
    kind: place % 8 === 5 ? "household" : "company",
    region,
    time_zone,
    note: place % 3 === 0 ? "Просит звонить после обеда, решения принимает сам." : "",
    language: "ru",
    responsible_name: place % 2 ? "Игорь Лебедев" : null,
    persons: [person, { id: `q-${place}`, name: "Светлана Белова", position: "бухгалтер" }],
    phone_numbers: [
      {
        id: `n-${place}`,
        e164: `+7383${digits}`,
        label: "рабочий",
        person_id: person.id,
        do_not_call: false,
      },
      {
        id: `m-${place}`,
        e164: `+7913${digits}`,
        label: "мобильный",
        person_id: `q-${place}`,
        do_not_call: place % 4 === 0,
      },
    ],
    emails: [{ address: `office${place}@example.org`, label: "" }],
    created_at: ago(60 * 24 * 90),
  };
});

export const dispositions: DispositionChoice[] = [
  ["sale", "Продажа", "Sale", "close", "positive"],
  ["callback", "Перезвонить", "Call back", "callback", "positive"],
  ["refused", "Отказ", "Refused", "close", "negative"],
  ["unreachable", "Не тот человек у телефона", "Decision maker away", "retry", "neutral"],
  ["answering_machine", "Автоответчик", "Answering machine", "retry", "neutral"],
  ["wrong_number", "Неверный номер", "Wrong number", "wrong_number", "negative"],
  ["do_not_call", "Больше не звонить", "Do not call again", "do_not_call", "negative"],
].map(([code = "", ru = "", en = "", effect, tone], place) => ({
  code,
  label: both(ru, en),
  effect: effect as DispositionChoice["effect"],
  tone: tone as DispositionChoice["tone"],
  requires_questionnaire: code === "sale",
  key: String(place + 1),
}));

const bare = { required: false, options: [], scale: null, number: null, shown_if: null };
const option = (id: string, ru: string, en: string) => ({ id, label: both(ru, en) });
const usesDelivery = {
  combinator: "and" as const,
  not: false,
  rules: [{ field: "delivery", operator: "=" as const, value: "yes" }],
};

const questions: Question[] = [
  {
    ...bare,
    id: "delivery",
    kind: "single",
    text: both("Пользуетесь ли вы сейчас службой доставки?", "Do you use a delivery service now?"),
    required: true,
    options: [
      option("yes", "Да", "Yes"),
      option("no", "Нет", "No"),
      option("planning", "Планируем", "Planning to"),
    ],
  },
  {
    ...bare,
    id: "satisfied",
    kind: "scale",
    text: both("Насколько вы ею довольны?", "How satisfied are you with it?"),
    required: true,
    scale: {
      min: 1,
      max: 10,
      min_label: both("совсем нет", "not at all"),
      max_label: both("полностью", "fully"),
    },
    shown_if: usesDelivery,
  },
  {
    ...bare,
    id: "important",
    kind: "multiple",
    text: both("Что для вас важнее всего?", "What matters most to you?"),
    options: [
      option("price", "Цена", "Price"),
      option("speed", "Скорость", "Speed"),
      option("care", "Бережность", "Care"),
      option("returns", "Возвраты", "Returns"),
    ],
  },
  {
    ...bare,
    id: "parcels",
    kind: "number",
    text: both("Сколько отправлений в месяц?", "How many parcels a month?"),
    number: { min: 0, max: 100000, unit: "шт." },
  },
  {
    ...bare,
    id: "contract_ends",
    kind: "date",
    text: both("Когда заканчивается текущий договор?", "When does the current contract end?"),
  },
  { ...bare, id: "remarks", kind: "text", text: both("Что ещё важно знать?", "What else matters?") },
];

export const campaign: CallCampaign = {
  id: "campaign-1",
  name: "Демо: доставка для бизнеса",
  script: {
    blocks: [
      { kind: "heading", text: both("Приветствие", "Greeting") },
      {
        kind: "say",
        text: both(
          "Добрый день, {person_name}! Меня зовут {operator_name}, компания «Звонарь Логистика». Удобно говорить две минуты?",
          "Good afternoon, {person_name}! This is {operator_name} from Zvonar Logistics. Do you have two minutes?",
        ),
      },
      {
        kind: "hint",
        text: both(
          "Если неудобно — предложите перезвонить и нажмите 2.",
          "If not, offer a callback and press 2.",
        ),
      },
      { kind: "heading", text: both("Предложение", "Offer") },
      {
        kind: "say",
        text: both(
          "Мы доставляем посылки для таких компаний, как {client_name}, в среднем на 18 % дешевле и забираем их в день заявки.",
          "We deliver for companies like {client_name} at 18 % less on average, collected on the same day.",
        ),
      },
    ],
  },
  questionnaire: { questions },
  dispositions,
};

export const campaigns: Campaign[] = [
  {
    id: "campaign-1",
    name: "Демо: доставка для бизнеса",
    mode: "progressive",
    is_running: true,
    edition: 1,
    caller_id: "+74950000000",
    policy_id: "11111111-0000-4000-8000-000000000001",
    ring_seconds: 30,
    wrap_up_seconds: 45,
    max_attempts: 5,
    preview_seconds: 60,
    preview_timeout: "pause",
    dnc_scope: "global",
    machine_action: "off",
    voice_message_id: null,
    leads_open: 1640,
    leads_total: 2000,
    leads_counted_at: ago(0),
    script: campaign.script,
    questionnaire: campaign.questionnaire,
    dispositions,
  },
];

export function contactsOf(client: ClientCard): ContactRow[] {
  const rows = [
    ["refused", 60 * 24 * 3, 74, "Сейчас не актуально, договор до весны. Просил не звонить раньше марта."],
    ["callback", 60 * 24 * 20, 182, "Интересно, нужно показать расчёт бухгалтеру."],
    [null, 60 * 24 * 21, null, ""],
  ] as const;
  return rows.map(([code, minutes, talk_seconds, note], place) => ({
    id: `${client.id}-contact-${place}`,
    kind: "call",
    direction: "outbound",
    client_id: client.id,
    started_at: ago(minutes),
    ended_at: ago(minutes - 3),
    talk_seconds,
    campaign_name: "Демо: доставка для бизнеса",
    operator_name: place % 2 ? "Павел Титов" : "Анна Соколова",
    outcome: code ? "handled" : "no_answer",
    disposition: dispositions.find((one) => one.code === code) ?? null,
    note,
    phone_number: client.phone_numbers[0]?.e164 ?? null,
    caller_id: null,
    call_id: `${client.id}-call-${place}`,
    recording_url: talk_seconds ? `/api/v1/calls/${client.id}-call-${place}/recording` : null,
    answers:
      place === 1
        ? [
            {
              question_id: "delivery",
              question: both("Пользуетесь ли вы службой доставки?", "Do you use a delivery service?"),
              value: "yes",
              shown: both("Да", "Yes"),
            },
            {
              question_id: "satisfied",
              question: both("Насколько вы ею довольны?", "How satisfied are you?"),
              value: 6,
              shown: both("6", "6"),
            },
          ]
        : [],
  }));
}

let calls = 0;

export function newCall(client: ClientCard, kind: CallCard["kind"]): CallCard {
  calls += 1;
  const history = contactsOf(client);
  return {
    call_id: `call-${Date.now()}-${calls}`,
    kind,
    state: "originating",
    placed_at: ago(0),
    answered_at: null,
    connected_at: null,
    ended_at: null,
    outcome: null,
    phone_number: client.phone_numbers[0]?.e164 ?? "",
    client,
    recent_contacts: history,
    contacts_total: history.length,
    campaign:
      kind === "dialler"
        ? campaign
        : {
            id: null,
            name: null,
            script: { blocks: [] },
            questionnaire: { questions: [] },
            dispositions: dispositions.slice(1, 3),
          },
    answers: {},
    disposition: null,
    note: "",
    wrap_up_ends_at: null,
    requested_by: null,
  };
}

export function idleOperator(user: User): OperatorNow {
  return {
    operator_id: user.id,
    name: user.name,
    state: "logged_out",
    reason: null,
    since_at: ago(0),
    call_id: null,
    client: null,
    preview_id: null,
    wrap_up_ends_at: null,
    pausing_reason: null,
    line_up: false,
  };
}

function called(client: ClientCard | undefined): CalledClient | null {
  const phone_number = client?.phone_numbers[0]?.e164;
  return client && phone_number ? { client_id: client.id, name: client.name, phone_number } : null;
}

export function otherOperators(): OperatorNow[] {
  const states = [
    "on_call",
    "on_call",
    "available",
    "wrap_up",
    "paused",
    "reserved",
    "on_call",
    "logged_out",
  ] as const;
  const names = [
    "Павел Титов",
    "Елена Краснова",
    "Тимур Ахметов",
    "Ольга Фомина",
    "Sarah Holt",
    "Юлия Нечаева",
    "Артём Жуков",
    "Вера Панина",
  ];
  return states.map((state, place) => ({
    operator_id: `u-${place}`,
    name: names[place] ?? "",
    state,
    reason: state === "paused" ? "lunch" : null,
    since_at: ago(place * 1.7 + 0.4),
    call_id: state === "on_call" ? `c-${place}` : null,
    client: state === "on_call" || state === "wrap_up" ? called(clients[place * 3]) : null,
    preview_id: null,
    wrap_up_ends_at: state === "wrap_up" ? ago(1) : null,
    pausing_reason: place === 1 ? "break" : null,
    line_up: state !== "logged_out",
  }));
}

const shown = ({ code, label, tone }: DispositionChoice = dispositions[0] as DispositionChoice) => ({
  code,
  label,
  tone,
});

/** A morning's work of whoever asks. */
export function aDay(): OperatorToday {
  const verdicts = ["refused", "sale", "refused", "unreachable", "callback", "refused"].map((code) =>
    dispositions.find((one) => one.code === code),
  );
  return {
    counted_at: ago(0),
    calls_handled: 34,
    talk_seconds: 4130,
    average_talk_seconds: 121.5,
    average_wrap_up_seconds: 18.2,
    calls_successful: 9,
    conversion: 9 / 34,
    dispositions: [2, 3, 0, 1, 4].map((place, rank) => ({
      disposition: shown(dispositions[place]),
      calls: [16, 6, 5, 4, 3][rank] ?? 0,
    })),
    time: {
      on_line_seconds: 8640,
      available_seconds: 2900,
      preview_seconds: 0,
      wrap_up_seconds: 619,
      paused_seconds: 900,
    },
    last_calls: verdicts.map((verdict, place) => ({
      call_id: `today-${place}`,
      client_id: clients[place]?.id ?? "",
      client_name: clients[place]?.name ?? "",
      ended_at: ago(4 + place * 5),
      talk_seconds: 61 + place * 34,
      disposition: shown(verdict),
    })),
  };
}
