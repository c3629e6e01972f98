import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import type { CalledClient, OperatorNow } from "../api/types";
import { PAUSE_REASON } from "../app/words";
import { readable } from "../client/phoneNumber";
import { StateChip } from "../operator/StateChip";
import { clockText, secondsBetween } from "../time/duration";
import { useNow } from "../time/useNow";
import classes from "./OperatorsTable.module.css";
import { inFloorOrder } from "./order";

export function OperatorsTable({ operators }: { operators: readonly OperatorNow[] }) {
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>
              <Trans>Name</Trans>
            </th>
            <th>
              <Trans>State</Trans>
            </th>
            <th className={classes.number}>
              <Trans>In this state</Trans>
            </th>
            <th>
              <Trans>Client</Trans>
            </th>
            <th>
              <Trans>Remarks</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {inFloorOrder(operators).map((operator) => (
            <OperatorRow key={operator.operator_id} operator={operator} />
          ))}
        </tbody>
      </table>
      {operators.length === 0 && (
        <p className={classes.nothing}>
          <Trans>Nobody is on line yet.</Trans>
        </p>
      )}
    </div>
  );
}

const OperatorRow = memo(function OperatorRow({ operator }: { operator: OperatorNow }) {
  return (
    <tr data-operator={operator.operator_id} data-state={operator.state}>
      <th scope="row">{operator.name}</th>
      <td>
        <StateChip operator={operator} />
      </td>
      <td className={classes.number}>
        <TimeInState operator={operator} />
      </td>
      <td>{operator.client && <Called client={operator.client} />}</td>
      <td className={classes.remarks}>
        <Remarks operator={operator} />
      </td>
    </tr>
  );
});

function Called({ client: { client_id, name, phone_number } }: { client: CalledClient }) {
  return (
    <div className={classes.called}>
      <Link to="/clients/$clientId" params={{ clientId: client_id }} title={name}>
        {name}
      </Link>
      <span>{readable(phone_number)}</span>
    </div>
  );
}

function TimeInState({ operator }: { operator: OperatorNow }) {
  const now = useNow();
  const ends = operator.state === "wrap_up" ? operator.wrap_up_ends_at : null;
  const isOverrun = ends !== null && Date.parse(ends) < now;
  return (
    <span data-overrun={isOverrun || undefined}>
      {clockText(Math.max(0, secondsBetween(operator.since_at, now)))}
    </span>
  );
}

function Remarks({ operator }: { operator: OperatorNow }) {
  const { t, i18n } = useLingui();
  const remarks: string[] = [];
  if (operator.pausing_reason) remarks.push(t`then: ${i18n._(PAUSE_REASON[operator.pausing_reason])}`);
  if (operator.state !== "logged_out" && !operator.line_up) remarks.push(t`telephone not connected`);
  if (operator.state === "paused" && operator.call_id) remarks.push(t`call without a disposition`);
  return remarks.map((remark) => <div key={remark}>{remark}</div>);
}
