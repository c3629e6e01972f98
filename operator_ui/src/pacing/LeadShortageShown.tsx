import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { PaceFigures } from "../api/types";
import { dateFormat } from "../time/formats";
import classes from "./LiveTab.module.css";

type LeadShortage = NonNullable<PaceFigures["lead_shortage"]>;
type LeadBar = LeadShortage["bars"][number]["code"];

/** Only what a lead carries itself is counted; of the other bars the answer to "why" speaks. */
const BAR: Partial<Record<LeadBar, MessageDescriptor>> = {
  closed: msg({ message: "closed", context: "of leads" }),
  list_off: msg({ message: "on lists that are switched off", context: "of leads" }),
  refused_by_all: msg({ message: "asked not to be called", context: "of leads" }),
  held: msg({ message: "being called", context: "of leads" }),
  promised: msg({ message: "promised by operators who are not free", context: "of leads" }),
  not_due: msg({ message: "not due yet", context: "of leads" }),
  outside_hours: msg({ message: "outside calling hours", context: "of leads" }),
  holiday: msg({ message: "where it is a holiday", context: "of leads" }),
};

/** Why operators are free and nobody is called: the leads by what stands against them, and when that ends. */
export function LeadShortageShown({ shortage }: { shortage: LeadShortage | null }) {
  const { i18n } = useLingui();
  if (shortage === null) return null;
  const counts: [string, number][] = shortage.bars.map(({ code, leads }) => {
    const name = BAR[code];
    return [name ? i18n._(name) : code, leads];
  });
  if (shortage.others > 0) {
    const numbers = msg({
      message: "whose numbers were called lately or are being called",
      context: "of leads",
    });
    counts.push([i18n._(numbers), shortage.others]);
  }
  const total = counts.reduce((sum, [, leads]) => sum + leads, 0);
  return (
    <div className={classes.shortage} data-testid="lead-shortage">
      <p>
        <Plural
          value={total}
          _0="The campaign has no leads."
          one="Of # lead of the campaign:"
          other="Of # leads of the campaign:"
        />{" "}
        {counts.map(([name, leads]) => `${leads.toLocaleString(i18n.locale)} ${name}`).join("; ")}
      </p>
      {total > 0 && <NextOpening at={shortage.opens_at} />}
    </div>
  );
}

function NextOpening({ at }: { at: string | null }) {
  const { i18n } = useLingui();
  if (at === null) {
    return (
      <p>
        <Trans>When one of them may be called again is not known.</Trans>
      </p>
    );
  }
  const moment = dateFormat(i18n.locale, {
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
  }).format(new Date(at));
  return (
    <p>
      <Trans>
        The next one may be called from <time dateTime={at}>{moment}</time> on.
      </Trans>
    </p>
  );
}
