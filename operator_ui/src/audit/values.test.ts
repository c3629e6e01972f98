import { expect, test } from "vitest";
import { i18n } from "../app/i18n";
import { valueText } from "./values";

const nine = { opens: "09:00:00", closes: "20:00:00" };
const week = {
  monday: nine,
  tuesday: nine,
  wednesday: nine,
  thursday: nine,
  friday: nine,
  saturday: null,
  sunday: null,
};
const names = { custom_c27e: "Our own", refused: "Refused", "campaign-1": "Spring" };

test.each([
  ["weight", 1250, "1,250"],
  ["ring_seconds", 90, "1 min 30 sec"],
  ["callback_kept_seconds", 172_800, "2 days"],
  ["wrap_up_seconds", 0, "0 sec"],
  ["abandon_limit", 0.03, "3%"],
  ["is_running", true, "yes"],
  ["caller_id", null, null],
  ["caller_id", "", null],
  ["mode", "progressive", "Progressive dialling"],
  ["dnc_scope", "global", "All campaigns"],
  ["operators_added", ["Anna", "Boris"], "Anna, Boris"],
  ["constructor", "as it is", "as it is"],
  ["policy", "custom_c27e", "Our own"],
  ["policy", "custom_gone", "custom_gone"],
  ["policy", { ru: "Своя", en: "Of the house" }, "Of the house"],
  ["reset", { scope: "unreached", dispositions: ["refused"] }, /^Leads: Nobody was talked to; .*: Refused$/],
  ["reset", { scope: "chosen", without_verdict: true }, /Talked to, and no verdict came: yes$/],
  [
    "recycling",
    { rules: [{ after: "busy", wait_seconds: 900, times: 2 }], next_number_seconds: 300 },
    "Busy: 15 min, at most 2 times; The client’s next number after: 5 min",
  ],
  [
    "calling_hours",
    { week, holidays: { country: null, dates: [], hours: null } },
    "Mon–Fri: 09:00–20:00; Sat–Sun: nobody is called",
  ],
  [
    "calling_hours",
    { week, holidays: { country: "DE", dates: ["2027-01-02"], hours: null } },
    /; Holidays \(Germany; .*2027\): nobody is called$/,
  ],
  [
    "calling_hours",
    { week, holidays: { country: "GB", subdivisions: ["ENG", "SCT"], dates: [], hours: nine } },
    /; Holidays \(United Kingdom: England, Scotland\): 09:00–20:00$/,
  ],
  [
    "selection",
    {
      combinator: "and",
      not: false,
      rules: [
        { field: "region", operator: "in", value: ["Москва", "Тверь"] },
        { field: "campaign", operator: "!=", value: "campaign-1" },
      ],
    },
    "Region is one of Москва, Тверь and Is a lead of the campaign is not Spring",
  ],
  ["policy", { grace_seconds: 2, attempts_per_day: null }, "Operator connected within: 2 sec"],
  [
    "connection",
    { host: "sip.example", transport: "udp", registers: true, codecs: ["alaw", "g722", "a new one"] },
    "Carrier's address: sip.example; Transport: UDP; Registers with the carrier: yes; Codecs: G.711 A-law, G.722 (wideband), a new one",
  ],
])("%s %j reads %s", (field, value, text) => {
  const written = valueText(i18n, field, value, names);
  if (text instanceof RegExp) expect(written).toMatch(text);
  else expect(written).toBe(text);
});
