import { Trans, useLingui } from "@lingui/react/macro";
import { IconCheck, IconHandStop } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslated } from "../app/useTranslated";
import { CALL_OUTCOME } from "../app/words";
import { readable } from "../client/phoneNumber";
import { dateFormat } from "../time/formats";
import { barText, overruledText, REASON } from "./barText";
import { closedText } from "./closedText";
import { DeniedCalls } from "./DeniedCalls";
import { LeadPreviews } from "./LeadPreviews";
import type { LeadWhy, PastCall, Standing, Why } from "./requests";
import { WaitingFor } from "./WaitingFor";
import classes from "./WhyPage.module.css";

/** The answer for one number: its leads, campaign by campaign, and the calls to it. */
export function WhyResult({ why }: { why: Why }) {
  const { t } = useLingui();
  return (
    <>
      <section className={classes.leads} aria-label={t`Leads`}>
        <h2>{readable(why.phone_number)}</h2>
        {why.is_refused && (
          <p className={classes.bar}>
            <IconHandStop size={16} aria-hidden="true" />
            <Trans>Nobody may call this number: it is on the list of refused numbers.</Trans>
          </p>
        )}
        {why.leads.length === 0 && (
          <p className={classes.hint}>
            <Trans>No campaign has this number on a list.</Trans>
          </p>
        )}
        {why.leads.map((lead) => (
          <LeadAnswer key={lead.lead_id} lead={lead} askedAt={why.asked_at} />
        ))}
        {why.has_more_leads && (
          <p className={classes.hint}>
            <Trans>More leads have this number: these are the first {why.leads.length}.</Trans>
          </p>
        )}
      </section>
      <section className={classes.calls}>
        <h2>
          <Trans>Calls to this number</Trans>
        </h2>
        {why.calls.length === 0 ? (
          <p className={classes.hint}>
            <Trans>There were none.</Trans>
          </p>
        ) : (
          <div className={classes.panel}>
            <table className={classes.table} aria-label={t`Calls to this number`}>
              <thead>
                <tr>
                  <th>
                    <Trans>When</Trans>
                  </th>
                  <th>
                    <Trans>Campaign</Trans>
                  </th>
                  <th>
                    <Trans>Why it was dialled</Trans>
                  </th>
                  <th>
                    <Trans>Caller ID and trunk</Trans>
                  </th>
                  <th>
                    <Trans>Outcome</Trans>
                  </th>
                </tr>
              </thead>
              <tbody>
                {why.calls.map((call) => (
                  <CallRow key={call.call_id} call={call} />
                ))}
              </tbody>
            </table>
          </div>
        )}
        {why.has_more_calls && (
          <p className={classes.hint}>
            <Trans>There were more calls: these are the last {why.calls.length}.</Trans>
          </p>
        )}
      </section>
      {why.denials.length > 0 && <DeniedCalls denials={why.denials} hasMore={why.has_more_denials} />}
    </>
  );
}

function LeadAnswer({ lead, askedAt }: { lead: LeadWhy; askedAt: string }) {
  return (
    <article className={classes.panel} aria-label={lead.campaign_name}>
      <header>
        <strong>{lead.campaign_name}</strong>
        <Link to="/clients/$clientId" params={{ clientId: lead.client_id }}>
          {lead.client_name}
        </Link>
        <span className={classes.hint}>
          <Trans>
            attempts: {lead.attempts} of {lead.max_attempts}
          </Trans>
        </span>
      </header>
      {lead.bars.length === 0 ? (
        <p className={classes.free}>
          <IconCheck size={16} aria-hidden="true" />
          <span>
            <Trans>Nothing stands against it: it is dialled when its turn comes.</Trans>
            {lead.numbers.length > 0 && (
              <>
                {" "}
                <Trans>Next at {readable(lead.phone_number)}.</Trans>
              </>
            )}
          </span>
        </p>
      ) : (
        <ul>
          {lead.bars.map((bar) => (
            <BarLine key={bar.code} bar={bar} zone={lead.time_zone} closed={lead.closed} />
          ))}
        </ul>
      )}
      {lead.bars.length === 0 && <WaitingFor lead={lead} askedAt={askedAt} />}
      {lead.previews.length > 0 && <LeadPreviews previews={lead.previews} />}
      {lead.numbers.length > 0 && <NumberAnswers numbers={lead.numbers} />}
    </article>
  );
}

/** Of a lead with several numbers, what stands against each. */
function NumberAnswers({ numbers }: { numbers: LeadWhy["numbers"] }) {
  const { t } = useLingui();
  return (
    <ol className={classes.numbers} aria-label={t`Its numbers, in their order`}>
      {numbers.map((one) => (
        <li key={one.phone_number}>
          <strong>{readable(one.phone_number)}</strong>
          {one.bars.length === 0 ? (
            <p className={classes.free}>
              <IconCheck size={16} aria-hidden="true" />
              <Trans>Nothing stands against this number.</Trans>
            </p>
          ) : (
            <ul>
              {one.bars.map((bar) => (
                <BarLine key={bar.code} bar={bar} zone={one.time_zone} />
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}

type BarLineProps = { bar: Standing; zone: string; closed?: LeadWhy["closed"] };

function BarLine({ bar, zone, closed }: BarLineProps) {
  const { i18n } = useLingui();
  const translated = useTranslated();
  const label = closed?.disposition ? translated(closed.disposition.label) : null;
  return (
    <li className={classes.bar} data-bar={bar.code}>
      <IconHandStop size={16} aria-hidden="true" />
      <span>
        {bar.code === "closed" && closed ? closedText(i18n, closed, label) : barText(i18n, bar)}
        {bar.until && (
          <>
            {" "}
            <Trans>until {momentIn(i18n.locale, bar.until, zone)} (there)</Trans>
          </>
        )}
      </span>
    </li>
  );
}

function momentIn(locale: string, moment: string, zone: string): string {
  return dateFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone: zone }).format(
    new Date(moment),
  );
}

function CallRow({ call }: { call: PastCall }) {
  const { i18n } = useLingui();
  const translated = useTranslated();
  return (
    <tr>
      <td>{i18n.date(call.placed_at, { dateStyle: "medium", timeStyle: "medium" })}</td>
      <td>{call.campaign_name ?? "—"}</td>
      <td>
        <CallReason call={call} />
        <PacingLink call={call} />
      </td>
      <td>
        {call.caller_id ? readable(call.caller_id) : "—"}
        {call.trunk_name && <div className={classes.hint}>{call.trunk_name}</div>}
      </td>
      <td>
        {call.outcome && i18n._(CALL_OUTCOME[call.outcome])}
        {call.disposition && ` · ${translated(call.disposition.label)}`}
      </td>
    </tr>
  );
}

/** How many calls were launched at that moment, and why so many: of calls whose number was the dialler's choice. */
function PacingLink({ call: { campaign_id, placed_at, reason } }: { call: PastCall }) {
  const isPaced = reason?.kind === "fresh" || reason?.kind === "retry";
  if (campaign_id === null || !isPaced) return null;
  return (
    <>
      {" · "}
      <Link
        to="/campaigns/$campaignId/$tab"
        params={{ campaignId: campaign_id, tab: "live" }}
        search={{ at: placed_at }}
      >
        <Trans>how many and why</Trans>
      </Link>
    </>
  );
}

function CallReason({
  call: { reason, reason_policy, reason_operator_name, reason_after },
}: {
  call: PastCall;
}) {
  const { i18n } = useLingui();
  const translated = useTranslated();
  if (reason === null) return <Trans>not kept then</Trans>;
  return (
    <>
      {i18n._(REASON[reason.kind])}
      {reason_operator_name && ` · ${reason_operator_name}`}
      {reason.attempt !== null && reason.attempts_allowed !== null && (
        <>
          {" · "}
          <Trans>
            {reason.attempt} of {reason.attempts_allowed}
          </Trans>
        </>
      )}
      {reason.after && (
        <>
          {" · "}
          <Trans>after: {reason_after ? translated(reason_after.label) : afterText(reason.after)}</Trans>
        </>
      )}
      {reason.overruled && (
        <div className={classes.hint}>
          <Trans>
            Overruled: {reason.overruled.map((code) => overruledText(i18n, code)).join(", ")} (
            {reason_policy ? translated(reason_policy) : "—"}, revision {reason.policy_revision})
          </Trans>
        </div>
      )}
    </>
  );

  function afterText(after: string): string {
    const known = Object.entries(CALL_OUTCOME).find(([outcome]) => outcome === after);
    return known ? i18n._(known[1]) : after;
  }
}
