import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import type { Campaign } from "../api/types";
import classes from "./CampaignCard.module.css";
import { CampaignSwitch } from "./CampaignSwitch";
import { LeadImportPanel } from "./LeadImportPanel";
import { LeadProgress } from "./LeadProgress";

const MODE: Record<Campaign["mode"], MessageDescriptor> = { progressive: msg`Progressive dialling` };

export function CampaignCard({ campaign }: { campaign: Campaign }) {
  const { t, i18n } = useLingui();
  const facts: [string, string][] = [
    [t`Mode`, i18n._(MODE[campaign.mode])],
    [t`Calling hours at the client's`, `${shortTime(campaign.opens)}–${shortTime(campaign.closes)}`],
    [t`Ring time`, t`${campaign.ring_seconds} s`],
    [t`Wrap-up`, t`${campaign.wrap_up_seconds} s`],
    [t`Attempts per lead`, String(campaign.max_attempts)],
    [t`Questions`, String(campaign.questionnaire.questions.length)],
  ];
  return (
    <article className={classes.card} aria-label={campaign.name} data-campaign={campaign.id}>
      <header className={classes.head}>
        <div>
          <h2 className={classes.name}>{campaign.name}</h2>
          <span className={classes.state} data-running={campaign.is_running || undefined} role="status">
            {campaign.is_running ? <Trans>Dialling</Trans> : <Trans>Resting</Trans>}
          </span>
        </div>
        <CampaignSwitch campaign={campaign} />
      </header>
      <LeadProgress campaign={campaign} />
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <LeadImportPanel campaignId={campaign.id} />
    </article>
  );
}

/** "09:00:00" → "09:00". */
function shortTime(time: string): string {
  return time.slice(0, 5);
}
