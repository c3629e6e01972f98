import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconHelpCircle, IconPhoneOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ClientCard, PhoneNumber } from "../api/types";
import { hasTelephone } from "../app/roles";
import { useUser } from "../session/UserProvider";
import { DialButton } from "./DialButton";
import classes from "./PhoneNumberList.module.css";
import { readable } from "./phoneNumber";

type PhoneNumberListProps = { client: ClientCard; calledNumber?: string };

export function PhoneNumberList({ client, calledNumber }: PhoneNumberListProps) {
  const { t } = useLingui();
  const { role } = useUser();
  const personName = (number: PhoneNumber) =>
    client.persons.find((person) => person.id === number.person_id)?.name;
  return (
    <ul className={classes.numbers} aria-label={t`Phone numbers`}>
      {client.phone_numbers.map((number) => (
        <li key={number.id} data-called={number.e164 === calledNumber || undefined}>
          <div>
            <span className={classes.digits}>{readable(number.e164)}</span>
            <span className={classes.label}>
              {[number.label, personName(number)].filter(Boolean).join(" · ")}
            </span>
          </div>
          {number.do_not_call && (
            <span className={classes.forbidden}>
              <IconPhoneOff size={13} aria-hidden="true" />
              <Trans>do not call</Trans>
            </span>
          )}
          {/* While one talks to the client, nobody asks why the number is called, and it is not called again. */}
          {calledNumber === undefined && (
            <>
              <WhyButton number={number.e164} />
              {hasTelephone(role) && (
                <DialButton clientId={client.id} number={number.e164} isRefused={number.do_not_call} />
              )}
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function WhyButton({ number }: { number: string }) {
  const { t } = useLingui();
  const text = readable(number);
  return (
    <Tooltip label={t`Why is it called or not?`}>
      <ActionIcon
        renderRoot={(props) => <Link to="/why" search={{ number }} {...props} />}
        variant="subtle"
        color="gray"
        aria-label={t`Why is ${text} called or not?`}
      >
        <IconHelpCircle size={17} />
      </ActionIcon>
    </Tooltip>
  );
}
