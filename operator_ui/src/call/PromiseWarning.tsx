import type { I18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api } from "../api/client";
import type { PromiseHours } from "../api/types";
import { shortTime } from "../law/hours";
import { dateFormat } from "../time/formats";
import classes from "./PromiseWarning.module.css";

type PromiseWarningProps = {
  callId: string;
  /** ISO, in UTC. */
  at: string;
  onChange: (at: string) => void;
};

/** That nobody may be called at the promised moment, when the call is made instead, and a better moment. */
export function PromiseWarning({ callId, at, onChange }: PromiseWarningProps) {
  const { i18n } = useLingui();
  const promise = useQuery({ queryKey: ["promise", callId, at], queryFn: () => api.promise(callId, at) });
  const told = promise.data;
  if (!told || told.is_open) return null;
  const { nearest } = told;
  const promised = momentThere(i18n, told, at);
  return (
    <div className={classes.warning} role="alert">
      <p>
        <IconAlertTriangle size={15} stroke={1.8} aria-hidden="true" />
        <span title={told.time_zone}>
          <Trans>Outside calling hours: where the phone rings it will be {promised}.</Trans>{" "}
          {hoursOfDay(i18n, told)} {whatBecomesOfIt(i18n, told)}
        </span>
      </p>
      {nearest && (
        <Button size="compact-sm" onClick={() => onChange(nearest)}>
          <NearestMoment moment={momentThere(i18n, told, nearest)} />
        </Button>
      )}
    </div>
  );
}

function NearestMoment({ moment }: { moment: string }) {
  return <Trans>Promise {moment}</Trans>;
}

function hoursOfDay(i18n: I18n, { day, hours, is_holiday }: PromiseHours): string {
  const values = { day: dayText(i18n, day) };
  if (hours === null) {
    return is_holiday
      ? i18n._({ ...msg({ message: "It is a holiday there, and nobody is called." }), values })
      : i18n._({ ...msg({ message: "On {day} nobody is called." }), values });
  }
  const between = { ...values, opens: shortTime(hours.opens), closes: shortTime(hours.closes) };
  return hours.opens < hours.closes
    ? i18n._({
        ...msg({ message: "On {day} calls are allowed from {opens} until {closes}." }),
        values: between,
      })
    : i18n._({
        ...msg({ message: "On {day} calls are allowed until {closes} and from {opens} on." }),
        values: between,
      });
}

function whatBecomesOfIt(i18n: I18n, told: PromiseHours): string {
  if (told.kept_at === null) return i18n._(msg`No calling hours follow, so this moment cannot be promised.`);
  return i18n._({
    ...msg({ message: "If you promise it all the same, the call waits until hours begin, {kept} there." }),
    values: { kept: momentThere(i18n, told, told.kept_at) },
  });
}

/** "Tue, 3 March, 09:00" by the clock where the phone rings. */
function momentThere(i18n: I18n, { time_zone }: PromiseHours, at: string): string {
  return dateFormat(i18n.locale, {
    timeZone: time_zone,
    weekday: "short",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
  }).format(new Date(at));
}

function dayText(i18n: I18n, day: string): string {
  return dateFormat(i18n.locale, {
    timeZone: "UTC",
    weekday: "short",
    day: "numeric",
    month: "long",
  }).format(new Date(`${day}T00:00:00Z`));
}
