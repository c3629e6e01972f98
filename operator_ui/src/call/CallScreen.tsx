import { Trans, useLingui } from "@lingui/react/macro";
import { VisuallyHidden } from "@mantine/core";
import type { CallCard } from "../api/types";
import { ClientSummary } from "../client/ClientSummary";
import { ContactTimeline } from "../contact/ContactTimeline";
import { QuestionnairePanel } from "../questionnaire/QuestionnairePanel";
import { useAnswers } from "../questionnaire/useAnswers";
import { CallHead } from "./CallHead";
import classes from "./CallScreen.module.css";
import { DispositionPanel } from "./DispositionPanel";
import { ScriptPanel } from "./ScriptPanel";
import { useIsDrawn } from "./useIsDrawn";

/** One call: whom, what to say and ask, how it ended. Read from left to right. */
export function CallScreen({ call }: { call: CallCard }) {
  const { t } = useLingui();
  const answers = useAnswers(call);
  const isDrawn = useIsDrawn(call.call_id);
  const questions = call.campaign.questionnaire.questions;
  const script = call.campaign.script;

  return (
    <div className={classes.screen} data-testid="call-screen" data-call-id={call.call_id}>
      <VisuallyHidden role="status">{t`On the line: ${call.client.name}`}</VisuallyHidden>
      <section className={classes.column} aria-label={t`Client`}>
        <ClientSummary client={call.client} calledNumber={call.phone_number} />
        <div className={classes.panel} data-grows>
          <h2 className={classes.title}>
            <Trans>Recent contacts</Trans>
            <span className={classes.count}>{call.contacts_total}</span>
          </h2>
          <div className={classes.scroll}>
            <ContactTimeline contacts={call.recent_contacts} isCompact />
          </div>
        </div>
      </section>
      <section className={classes.column} aria-label={t`Conversation`}>
        {script.blocks.length > 0 && <ScriptPanel script={script} call={call} />}
        {/* One greets before one asks, and asks before one judges: what is costly to draw comes right after the rest. */}
        {isDrawn && <QuestionnairePanel questions={questions} answers={answers} />}
      </section>
      <section className={classes.column} aria-label={t`Call`}>
        <CallHead call={call} />
        {isDrawn && <DispositionPanel call={call} answers={answers} questions={questions} />}
      </section>
    </div>
  );
}
