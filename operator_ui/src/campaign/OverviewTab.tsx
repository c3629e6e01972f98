import { useLingui } from "@lingui/react/macro";
import type { Campaign } from "../api/types";
import { MODE_NAME } from "./modes";
import classes from "./OverviewTab.module.css";

/** What a campaign is set to. */
export function OverviewTab({ campaign }: { campaign: Campaign }) {
  const { t, i18n } = useLingui();
  const facts: [string, string][] = [
    [t`Mode`, i18n._(MODE_NAME[campaign.mode])],
    [t`Ring time`, t`${campaign.ring_seconds} s`],
    [t`Wrap-up`, t`${campaign.wrap_up_seconds} s`],
    [t`Attempts per lead`, String(campaign.max_attempts)],
    [t`Questions`, String(campaign.questionnaire.questions.length)],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
