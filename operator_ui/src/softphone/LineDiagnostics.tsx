import { Trans, useLingui } from "@lingui/react/macro";
import { Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { SOFTPHONE_FAULT } from "../app/words";
import { useLive } from "../live/LiveProvider";
import classes from "./LineDiagnostics.module.css";
import { useSoftphone, useSoftphoneView } from "./SoftphoneProvider";
import { noPackets } from "./softphone";

/** What the line really carries, for the operator's engineer. */
export function LineDiagnostics() {
  const { t, i18n } = useLingui();
  const { isRegistered, fault } = useSoftphoneView();
  const isLineUp = useLive((live) => live.operator?.line_up ?? false);
  const packets = usePackets();
  const rows: [name: string, value: string, handle?: string][] = [
    [t`Registered`, isRegistered ? t`yes` : t`no`],
    [t`Line open at the exchange`, isLineUp ? t`yes` : t`no`],
    [t`Codec`, packets.codec ?? "—"],
    [t`Packets sent`, String(packets.sent), "packets-sent"],
    [t`Packets received`, String(packets.received), "packets-received"],
    [t`Packets lost`, String(packets.lost)],
    [t`Round trip`, packets.roundTripMs === null ? "—" : t`${packets.roundTripMs} ms`],
    [t`Jitter`, packets.jitterMs === null ? "—" : t`${packets.jitterMs} ms`],
  ];
  return (
    <div>
      <Text fw={650} mb={6}>
        <Trans>Telephone</Trans>
      </Text>
      {fault && (
        <Text c="var(--zv-red-text)" mb={8}>
          {i18n._(SOFTPHONE_FAULT[fault])}
        </Text>
      )}
      <dl className={classes.figures}>
        {rows.map(([name, value, handle]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd data-testid={handle}>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function usePackets() {
  const softphone = useSoftphone();
  const [packets, setPackets] = useState(noPackets);
  useEffect(() => {
    let isShown = true;
    const read = () =>
      softphone.packets().then(
        (counts) => isShown && setPackets(counts),
        // The connection may close while it is asked; the next second tells.
        () => {},
      );
    void read();
    const timer = setInterval(read, 1000);
    return () => {
      isShown = false;
      clearInterval(timer);
    };
  }, [softphone]);
  return packets;
}
