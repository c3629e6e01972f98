import { Trans, useLingui } from "@lingui/react/macro";
import { IconArrowDownLeft, IconArrowUpRight, IconPhoneCall } from "@tabler/icons-react";
import { memo, type ReactNode } from "react";
import type { ContactRow } from "../api/types";
import { useTranslated } from "../app/useTranslated";
import { CALL_OUTCOME } from "../app/words";
import { readable } from "../client/phoneNumber";
import { clockText, momentText, promisedText } from "../time/duration";
import classes from "./ContactTimeline.module.css";
import { toneOf } from "./tone";

type ContactTimelineProps = {
  contacts: readonly ContactRow[];
  /** Beside a call: only what helps to begin it. */
  isCompact?: boolean;
  /** What to add below a contact, such as its recording. */
  below?: (contact: ContactRow) => ReactNode;
};

/** What has passed between us and the client, the latest first. */
export function ContactTimeline({ contacts, isCompact = false, below }: ContactTimelineProps) {
  const { t } = useLingui();
  if (contacts.length === 0) {
    return (
      <p className={classes.nothing}>
        <Trans>No contacts yet: this is the first one.</Trans>
      </p>
    );
  }
  return (
    <ol className={classes.timeline} aria-label={t`Contacts`} data-compact={isCompact || undefined}>
      {contacts.map((contact) => (
        <ContactItem key={contact.id} contact={contact} isCompact={isCompact} below={below} />
      ))}
    </ol>
  );
}

type ContactItemProps = Omit<ContactTimelineProps, "contacts"> & { contact: ContactRow };

const ContactItem = memo(function ContactItem({ contact, isCompact, below }: ContactItemProps) {
  const { t, i18n } = useLingui();
  const translated = useTranslated();
  const Direction = contact.direction === "inbound" ? IconArrowDownLeft : IconArrowUpRight;
  const directionName = contact.direction === "inbound" ? t`Incoming call` : t`Outgoing call`;
  const outcome = contact.outcome ? i18n._(CALL_OUTCOME[contact.outcome]) : null;
  return (
    <li className={classes.contact} data-contact={contact.id}>
      <div className={classes.head}>
        <Direction size={16} stroke={1.8} role="img" aria-label={directionName} />
        <time dateTime={contact.started_at}>{momentText(contact.started_at, Date.now(), i18n.locale)}</time>
        <span className={classes.badge} data-tone={toneOf(contact)}>
          {contact.disposition ? translated(contact.disposition.label) : (outcome ?? t`Call`)}
        </span>
        {contact.talk_seconds !== null && contact.talk_seconds > 0 && (
          <span className={classes.length}>{clockText(contact.talk_seconds)}</span>
        )}
      </div>
      <p className={classes.facts}>
        {[
          contact.operator_name,
          contact.campaign_name,
          isCompact || !contact.phone_number ? null : readable(contact.phone_number),
          isCompact || !contact.caller_id ? null : t`from ${readable(contact.caller_id)}`,
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {contact.callback_at && (
        <p className={classes.promise}>
          <IconPhoneCall size={14} stroke={1.8} aria-hidden="true" />
          <Trans>
            Callback promised for{" "}
            <time dateTime={contact.callback_at}>
              {promisedText(contact.callback_at, Date.now(), i18n.locale)}
            </time>
          </Trans>
        </p>
      )}
      {contact.note && <p className={classes.note}>{contact.note}</p>}
      {!isCompact && contact.answers.length > 0 && (
        <dl className={classes.answers} aria-label={t`Answers`}>
          {contact.answers.map((answer) => (
            <div key={answer.question_id}>
              <dt>{translated(answer.question)}</dt>
              <dd>{translated(answer.shown)}</dd>
            </div>
          ))}
        </dl>
      )}
      {below?.(contact)}
    </li>
  );
});
