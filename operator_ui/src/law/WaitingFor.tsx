import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { IconHourglass } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { LINE_LIMIT } from "../trunks/words";
import type { LeadWhy } from "./requests";
import classes from "./WhyPage.module.css";

type Wait = NonNullable<LeadWhy["waits"]>[number];

const WAIT: Record<Wait, MessageDescriptor> = {
  exchange_away: msg`There is no connection to Asterisk: nothing is dialled.`,
  nobody_on_line: msg`None of the campaign's operators is on line.`,
  nobody_free: msg`None of the campaign's operators is free.`,
  no_trunk: LINE_LIMIT.no_trunk,
  trunks_broken: LINE_LIMIT.trunks_broken,
  no_lines: LINE_LIMIT.no_lines,
  call_rate: LINE_LIMIT.call_rate,
  caller_ids: LINE_LIMIT.caller_ids,
  caller_ids_off: LINE_LIMIT.caller_ids_off,
};

type WaitingForProps = {
  lead: LeadWhy;
  /** When the answer was asked for. */
  askedAt: string;
};

/** Of a lead that nothing stands against, what its campaign waits for, and how many leads come before it. */
export function WaitingFor({ lead, askedAt }: WaitingForProps) {
  const { t, i18n } = useLingui();
  return (
    <>
      <ul aria-label={t`What it waits for`}>
        {lead.waits?.map((wait) => (
          <li key={wait} className={classes.wait} data-wait={wait}>
            <IconHourglass size={16} aria-hidden="true" />
            <span>{i18n._(WAIT[wait])}</span>
          </li>
        ))}
        {lead.waits === null && (
          <li className={classes.wait}>
            <IconHourglass size={16} aria-hidden="true" />
            <span>
              <Trans>What its campaign waits for is not known: the switchboard does not answer.</Trans>
            </span>
          </li>
        )}
        {lead.leads_before !== null && lead.leads_before > 0 && (
          <li className={classes.wait}>
            <IconHourglass size={16} aria-hidden="true" />
            <span>
              <Plural
                value={lead.leads_before}
                one="# lead of the campaign comes before it."
                other="# leads of the campaign come before it."
              />
            </span>
          </li>
        )}
      </ul>
      <p className={classes.hint}>
        <Link
          to="/campaigns/$campaignId/$tab"
          params={{ campaignId: lead.campaign_id, tab: "live" }}
          search={{ at: askedAt }}
        >
          <Trans>What the campaign decided at another moment</Trans>
        </Link>
      </p>
    </>
  );
}
