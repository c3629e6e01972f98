import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { DateTimePicker } from "@mantine/dates";
import dayjs from "dayjs";
import type { ClientCard } from "../api/types";
import { LocalTime } from "../client/LocalTime";
import { useNow } from "../time/useNow";
import classes from "./CallbackPicker.module.css";
import { callbackSuggestions } from "./callbackTimes";

type CallbackPickerProps = {
  client: ClientCard;
  /** ISO, or null while none is chosen. */
  at: string | null;
  onChange: (at: string | null) => void;
};

/** When to call back, in the operator's own time, with the client's beside it. */
export function CallbackPicker({ client, at, onChange }: CallbackPickerProps) {
  const { t, i18n } = useLingui();
  const now = useNow();
  return (
    <div className={classes.picker}>
      <div className={classes.suggestions}>
        {callbackSuggestions(now).map((suggestion) => (
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
      <DateTimePicker
        aria-label={t`Call back at`}
        placeholder={t`Call back at`}
        valueFormat="D MMMM, HH:mm"
        highlightToday
        minDate={dayjs(now).format("YYYY-MM-DD")}
        value={at && dayjs(at).format("YYYY-MM-DD HH:mm:ss")}
        onChange={(value) => onChange(value && dayjs(value).toISOString())}
      />
      {at && (
        <p className={classes.local}>
          <LocalTime timeZone={client.time_zone} at={Date.parse(at)} />
        </p>
      )}
    </div>
  );
}
