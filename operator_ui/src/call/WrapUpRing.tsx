import { Trans, useLingui } from "@lingui/react/macro";
import { CountdownRing } from "../time/CountdownRing";

type WrapUpRingProps = { startedAt: string; endsAt: string; now: number };

/** The wrap-up running out; past its end, in red, by how much it is overrun. */
export function WrapUpRing(times: WrapUpRingProps) {
  const { t } = useLingui();
  return (
    <CountdownRing
      {...times}
      label={t`Wrap-up left`}
      overrunLabel={t`Wrap-up overrun`}
      caption={<Trans>wrap-up</Trans>}
    />
  );
}
