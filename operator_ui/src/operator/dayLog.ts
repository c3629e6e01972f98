/** What the operator has done today, as far as this browser has seen it; pure. */
import type { CallCard, Translated } from "../api/types";

export type DayCall = {
  call_id: string;
  client_id: string;
  client_name: string;
  disposition: Translated;
  is_positive: boolean;
  talk_seconds: number;
  disposed_at: string;
};

export type DayLog = { day: string; calls: DayCall[] };

export function emptyLog(now: Date): DayLog {
  return { day: dayOf(now), calls: [] };
}

/** The log with the call added, newest first; a new day starts an empty one. A call counts once. */
export function withCall(log: DayLog, call: CallCard, disposition: string, now: Date): DayLog {
  const today = log.day === dayOf(now) ? log : emptyLog(now);
  if (today.calls.some(({ call_id }) => call_id === call.call_id)) return today;
  const choice = call.campaign.dispositions.find(({ code }) => code === disposition);
  const talkMs =
    call.connected_at && call.ended_at ? Date.parse(call.ended_at) - Date.parse(call.connected_at) : 0;
  const added: DayCall = {
    call_id: call.call_id,
    client_id: call.client.id,
    client_name: call.client.name,
    disposition: choice?.label ?? { ru: disposition, en: disposition },
    is_positive: choice?.tone === "positive",
    talk_seconds: Math.max(0, Math.round(talkMs / 1000)),
    disposed_at: now.toISOString(),
  };
  return { ...today, calls: [added, ...today.calls] };
}

export type DayFigures = { calls: number; positive: number; talkSeconds: number; averageSeconds: number };

export function figuresOf({ calls }: DayLog): DayFigures {
  const talkSeconds = calls.reduce((sum, call) => sum + call.talk_seconds, 0);
  return {
    calls: calls.length,
    positive: calls.filter((call) => call.is_positive).length,
    talkSeconds,
    averageSeconds: calls.length > 0 ? Math.round(talkSeconds / calls.length) : 0,
  };
}

function dayOf(moment: Date): string {
  return `${moment.getFullYear()}-${moment.getMonth() + 1}-${moment.getDate()}`;
}
