import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { DateTimePicker } from "@mantine/dates";
import type { ReactNode } from "react";
import type { ClientCard } from "../api/types";
import { LocalTime } from "../client/LocalTime";
import { dateFormat } from "../time/formats";
import { useNow } from "../time/useNow";
import { isKnownZone, momentOf, ownZone, wallTimeAt } from "../time/zones";
import classes from "./CallbackPicker.module.css";
import { callbackSuggestions } from "./callbackTimes";
import { PromiseWarning } from "./PromiseWarning";

type CallbackPickerProps = {
  callId: string;
  client: ClientCard;
  /** ISO, in UTC, or null while none is chosen. */
  at: string | null;
  onChange: (at: string | null) => void;
  /** What else is to be said about the callback. */
  children?: ReactNode;
};

/** When to call back, by the client's clock, with the operator's beside it where it shows another time. */
export function CallbackPicker({ callId, client, at, onChange, children }: CallbackPickerProps) {
  const { t, i18n } = useLingui();
  const now = useNow();
  const zone = isKnownZone(client.time_zone) ? client.time_zone : ownZone();
  const today = wallTimeAt(zone, now).slice(0, 10);
  return (
    <div className={classes.picker} ref={bringIntoSight}>
      <div className={classes.suggestions}>
        {callbackSuggestions(now, zone).map((suggestion) => (
          <Button
            key={suggestion.name.id}
            size="compact-sm"
            variant="default"
            onClick={() => onChange(suggestion.at)}
          >
            {i18n._(suggestion.name)}
          </Button>
        ))}
      </div>
      <div className={classes.chosen}>
        <DateTimePicker
          aria-label={t`Call back at`}
          placeholder={t`Date and time`}
          classNames={{ input: classes.input }}
          valueFormat="D MMMM, HH:mm"
          highlightToday={today === wallTimeAt(ownZone(), now).slice(0, 10)}
          minDate={today}
          value={at && wallTimeAt(zone, Date.parse(at))}
          onChange={(wall) => onChange(wall && new Date(momentOf(zone, wall)).toISOString())}
        />
        <span className={classes.times} role="status" data-missing={!at || undefined}>
          {at ? (
            <>
              <LocalTime timeZone={zone} at={Date.parse(at)} />
              <TimeHere atMs={Date.parse(at)} zone={zone} />
            </>
          ) : (
            <Trans>Choose when to call back.</Trans>
          )}
        </span>
      </div>
      {at && <PromiseWarning callId={callId} at={at} onChange={onChange} />}
      {children}
    </div>
  );
}

/** On a low screen it opens below the edge of its panel. */
function bringIntoSight(picker: HTMLElement | null): void {
  picker?.scrollIntoView({ block: "nearest" });
}

/** The operator's own time, where it is another than the client's. */
function TimeHere({ atMs, zone }: { atMs: number; zone: string }) {
  const { t, i18n } = useLingui();
  const [here, there] = [wallTimeAt(ownZone(), atMs), wallTimeAt(zone, atMs)];
  if (here === there) return null;
  const isSameDay = here.slice(0, 10) === there.slice(0, 10);
  const text = dateFormat(i18n.locale, {
    timeZone: ownZone(),
    hour: "2-digit",
    minute: "2-digit",
    ...(isSameDay ? {} : { weekday: "short" }),
  }).format(atMs);
  return <span>{t`${text} here`}</span>;
}
