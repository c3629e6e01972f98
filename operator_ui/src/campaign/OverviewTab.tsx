import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Campaign } from "../api/types";
import { useTranslated } from "../app/useTranslated";
import { ScriptBlocks } from "../call/ScriptPanel";
import { readable } from "../client/phoneNumber";
import { DNC_SCOPE } from "../dnc/words";
import { law } from "../law/requests";
import { MACHINE_ACTION } from "./machines";
import { MODE_NAME } from "./modes";
import classes from "./OverviewTab.module.css";

/** What a campaign is set to, and what its operators are given: script, questions, dispositions. */
export function OverviewTab({ campaign }: { campaign: Campaign }) {
  return (
    <div className={classes.tab}>
      <section className={classes.panel}>
        <Facts campaign={campaign} />
      </section>
      <div className={classes.halves}>
        <section className={classes.panel}>
          <h3>
            <Trans>Script</Trans>
          </h3>
          <ScriptBlocks script={campaign.script} written={(text) => text} />
          {campaign.script.blocks.length === 0 && (
            <p className={classes.nothing}>
              <Trans>Operators are given no script.</Trans>
            </p>
          )}
        </section>
        <div className={classes.tab}>
          <Questions campaign={campaign} />
          <Dispositions campaign={campaign} />
        </div>
      </div>
    </div>
  );
}

function Facts({ campaign }: { campaign: Campaign }) {
  const { t, i18n } = useLingui();
  const translated = useTranslated();
  const policies = useQuery({ queryKey: ["policies"], queryFn: law.policies });
  const policy = policies.data?.find(({ id }) => id === campaign.policy_id);
  const facts: [string, string][] = [
    [t`Mode`, i18n._(MODE_NAME[campaign.mode])],
    [t`Dialling policy`, policy ? translated(policy.name) : "—"],
    [t`Caller ID`, campaign.caller_id ? readable(campaign.caller_id) : t`The trunk's own number`],
    [t`Ring time`, t`${campaign.ring_seconds} s`],
    [t`Wrap-up`, t`${campaign.wrap_up_seconds} s`],
    [t`Attempts per lead`, String(campaign.max_attempts)],
    [t`Answering machines`, i18n._(MACHINE_ACTION[campaign.machine_action])],
    [t`“Do not call” holds for`, i18n._(DNC_SCOPE[campaign.dnc_scope])],
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

function Questions({ campaign: { questionnaire } }: { campaign: Campaign }) {
  const { t } = useLingui();
  const translated = useTranslated();
  return (
    <section className={classes.panel}>
      <h3>
        <Trans>Questionnaire</Trans>
      </h3>
      <ol className={classes.questions} aria-label={t`Questionnaire`}>
        {questionnaire.questions.map(({ id, text, required, options }) => (
          <li key={id}>
            {translated(text)}
            {required && <span className={classes.required}> *</span>}
            {options.length > 0 && (
              <div className={classes.options}>
                {options.map(({ label }) => translated(label)).join(" · ")}
              </div>
            )}
          </li>
        ))}
      </ol>
      {questionnaire.questions.length === 0 && (
        <p className={classes.nothing}>
          <Trans>Nothing is asked.</Trans>
        </p>
      )}
    </section>
  );
}

function Dispositions({ campaign: { dispositions } }: { campaign: Campaign }) {
  const { t } = useLingui();
  const translated = useTranslated();
  return (
    <section className={classes.panel}>
      <h3>
        <Trans>Dispositions</Trans>
      </h3>
      <ul className={classes.dispositions} aria-label={t`Dispositions`}>
        {dispositions.map(({ code, label, tone }) => (
          <li key={code} data-tone={tone}>
            {translated(label)}
          </li>
        ))}
      </ul>
    </section>
  );
}
