import { Trans, useLingui } from "@lingui/react/macro";
import type { PreviewCard } from "../api/types";
import { CountdownRing } from "../time/CountdownRing";

/** How long there is to decide; by the server's clock, so the same after a reload. */
export function TimeLeft({ preview, now }: { preview: PreviewCard; now: number }) {
  const { t } = useLingui();
  return (
    <CountdownRing
      startedAt={preview.offered_at}
      endsAt={preview.expires_at}
      now={now}
      label={t`Left to decide`}
      caption={<Trans context="time">left</Trans>}
    />
  );
}
