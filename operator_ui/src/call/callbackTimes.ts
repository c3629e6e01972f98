/** The moments a callback is most often promised for; pure. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import dayjs from "dayjs";

const MORNING_HOUR = 10;
const QUARTER_MINUTES = 15;

export type CallbackSuggestion = { name: MessageDescriptor; at: string };

export function callbackSuggestions(nowMs: number): CallbackSuggestion[] {
  const now = dayjs(nowMs);
  const morningIn = (days: number) =>
    now.add(days, "day").hour(MORNING_HOUR).minute(0).second(0).millisecond(0).toISOString();
  return [
    { name: msg`in an hour`, at: nextQuarter(now.add(1, "hour")).toISOString() },
    { name: msg`in three hours`, at: nextQuarter(now.add(3, "hour")).toISOString() },
    { name: msg`tomorrow at 10`, at: morningIn(1) },
    { name: msg`in a week at 10`, at: morningIn(7) },
  ];
}

function nextQuarter(moment: dayjs.Dayjs): dayjs.Dayjs {
  const minute = Math.ceil(moment.minute() / QUARTER_MINUTES) * QUARTER_MINUTES;
  return moment.minute(minute).second(0).millisecond(0);
}
