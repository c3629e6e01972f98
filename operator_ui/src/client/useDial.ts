import { useLingui } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, ProblemError } from "../api/client";
import { useReport } from "../app/useReport";
import { barText, overruledText } from "../law/barText";
import { type BarCode, law, type Standing } from "../law/requests";
import { useLive } from "../live/LiveProvider";
import { useSoftphoneView } from "../softphone/SoftphoneProvider";

type Wanted = { clientId: string; phoneNumber: string };
type Warned = { wanted: Wanted; warnings: string[] };

/** Bars of campaigns that a person may overrule. The server refuses what nobody of that campaign may. */
const WARNED_OF: ReadonlySet<BarCode> = new Set([
  "outside_hours",
  "holiday",
  "attempts_of_day",
  "attempts_of_week",
  "refused_by_campaign",
]);

/** Click-to-dial, and what stands in its way. */
export function useDial() {
  const { t, i18n } = useLingui();
  const report = useReport();
  const { state } = useSoftphoneView();
  const call = useLive((live) => live.call);
  const operatorState = useLive((live) => live.operator?.state ?? "logged_out");
  const [warned, setWarned] = useState<Warned | null>(null);
  const { mutate, isPending } = useMutation({
    mutationFn: dialNow,
    onError: (error, { clientId, phoneNumber }) => {
      const bars = barsOf(error);
      if (bars.length === 0) report(error);
      else
        setWarned({
          wanted: { clientId, phoneNumber },
          warnings: bars.map((code) => overruledText(i18n, code)),
        });
    },
  });
  const ask = useMutation({
    mutationFn: ({ phoneNumber }: Wanted) => warningsOf(phoneNumber),
    onSuccess: (bars, wanted) => {
      if (bars.length === 0) mutate({ ...wanted, despiteBars: false });
      else setWarned({ wanted, warnings: bars.map((bar) => barText(i18n, bar)) });
    },
  });

  let obstacle: string | null = null;
  if (state !== "online") obstacle = t`Go on line first`;
  else if (call && call.state !== "ended") obstacle = t`You are on a call`;
  else if (call) obstacle = t`Save the disposition of the last call first`;
  else if (operatorState === "preview") obstacle = t`Decide on the offered lead first`;
  else if (operatorState === "on_call" || operatorState === "reserved") obstacle = t`You are on a call`;

  return {
    /** Dials, or first sets `warnings` if a campaign would not call this number now. */
    dial: (clientId: string, phoneNumber: string) => ask.mutate({ clientId, phoneNumber }),
    isDialling: ask.isPending || isPending,
    obstacle,
    warnings: warned?.warnings ?? null,
    dialAllTheSame: () => {
      if (warned) mutate({ ...warned.wanted, despiteBars: true });
      setWarned(null);
    },
    letBe: () => setWarned(null),
  };
}

function dialNow({ clientId, phoneNumber, despiteBars }: Wanted & { despiteBars: boolean }) {
  return api.dial(clientId, phoneNumber, despiteBars);
}

/** The policy's bars for which the server refused a call: they have come, or could not be asked before. */
function barsOf(error: unknown): string[] {
  if (!(error instanceof ProblemError) || error.code !== "call_barred") return [];
  return String(error.parameters.bars).split(", ");
}

async function warningsOf(phoneNumber: string): Promise<Standing[]> {
  // Who cannot be asked must not keep anybody from telephoning.
  const why = await law.whyNumber(phoneNumber).catch(() => null);
  const bars = why?.leads.flatMap((lead) => lead.bars) ?? [];
  const first = new Map(bars.filter(({ code }) => WARNED_OF.has(code)).map((bar) => [bar.code, bar]));
  return [...first.values()];
}
