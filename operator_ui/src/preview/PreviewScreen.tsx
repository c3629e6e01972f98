import { Trans, useLingui } from "@lingui/react/macro";
import { VisuallyHidden } from "@mantine/core";
import type { PreviewCard } from "../api/types";
import classes from "../call/CallScreen.module.css";
import { ScriptPanel } from "../call/ScriptPanel";
import { ClientSummary } from "../client/ClientSummary";
import { ContactTimeline } from "../contact/ContactTimeline";
import { DecisionPanel } from "./DecisionPanel";

/** A lead before it is dialled: whom, what has passed, what one would say. Laid out as the call will be. */
export function PreviewScreen({ preview }: { preview: PreviewCard }) {
  const { t } = useLingui();
  const { client, campaign } = preview;
  return (
    <div className={classes.screen} data-testid="preview-screen" data-preview-id={preview.preview_id}>
      <VisuallyHidden role="status">{t`Offered: ${client.name}`}</VisuallyHidden>
      <section className={classes.column} aria-label={t`Client`}>
        <ClientSummary client={client} calledNumber={preview.phone_number} />
      </section>
      <section className={classes.column} aria-label={t`What is known`}>
        <div className={classes.panel} data-grows>
          <h2 className={classes.title}>
            <Trans>Recent contacts</Trans>
            <span className={classes.count}>{preview.contacts_total}</span>
          </h2>
          <div className={classes.scroll}>
            <ContactTimeline contacts={preview.recent_contacts} />
          </div>
        </div>
        {campaign.script.blocks.length > 0 && <ScriptPanel script={campaign.script} call={preview} />}
      </section>
      <section className={classes.column} aria-label={t`Offered lead`}>
        <DecisionPanel preview={preview} />
      </section>
    </div>
  );
}
