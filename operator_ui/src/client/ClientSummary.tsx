import { Trans, useLingui } from "@lingui/react/macro";
import { IconBuilding, IconClock, IconHome, IconMapPin } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { ClientCard } from "../api/types";
import classes from "./ClientSummary.module.css";
import { LocalTime } from "./LocalTime";
import { PhoneNumberList } from "./PhoneNumberList";

type ClientSummaryProps = {
  client: ClientCard;
  calledNumber?: string;
  /** What can be done about the time at the client's. */
  besideTime?: ReactNode;
};

/** Who this is, where, what time it is there, and how to reach them. */
export function ClientSummary({ client, calledNumber, besideTime }: ClientSummaryProps) {
  const { t } = useLingui();
  const Kind = client.kind === "company" ? IconBuilding : IconHome;
  // A household of one is its own person; its name stands above already.
  const persons = client.persons.filter(({ name, position }) => position || name !== client.name);
  const kindName = client.kind === "company" ? t`Company` : t`Household`;
  return (
    <article className={classes.card} aria-label={t`Client's card`}>
      <header>
        <h1 className={classes.name} elementtiming="client">
          {client.name}
        </h1>
        <p className={classes.facts}>
          <span>
            <Kind size={15} stroke={1.7} aria-hidden="true" />
            {kindName}
          </span>
          {client.region && (
            <span>
              <IconMapPin size={15} stroke={1.7} aria-hidden="true" />
              {client.region}
            </span>
          )}
        </p>
        <p className={classes.time}>
          <IconClock size={16} stroke={1.8} aria-hidden="true" />
          <LocalTime timeZone={client.time_zone} />
          {besideTime}
        </p>
      </header>
      {persons.length > 0 && (
        <ul className={classes.persons} aria-label={t`Persons`}>
          {persons.map((person) => (
            <li key={person.id}>
              <span className={classes.person}>{person.name}</span>
              {person.position && <span className={classes.muted}>{person.position}</span>}
            </li>
          ))}
        </ul>
      )}
      <PhoneNumberList client={client} calledNumber={calledNumber} />
      {client.emails.map(({ address }) => (
        <a key={address} className={classes.email} href={`mailto:${address}`}>
          {address}
        </a>
      ))}
      {client.note && <p className={classes.note}>{client.note}</p>}
      {client.responsible_name && (
        <p className={classes.responsible}>
          <Trans>Responsible: {client.responsible_name}</Trans>
        </p>
      )}
    </article>
  );
}
