import { noPackets, type PacketCounts } from "./softphone";

/** The few figures of `getStats` that tell whether both sides are heard. */
export function packetCounts(report: Iterable<[string, unknown]>): PacketCounts {
  const counts = { ...noPackets };
  const codecs = new Map<string, string>();
  let codecId = "";
  for (const [id, entry] of report) {
    const stats = entry as Record<string, unknown>;
    if (stats.type === "outbound-rtp") {
      counts.sent += asNumber(stats.packetsSent) ?? 0;
      codecId = String(stats.codecId ?? "");
    } else if (stats.type === "inbound-rtp") {
      counts.received += asNumber(stats.packetsReceived) ?? 0;
      counts.lost += asNumber(stats.packetsLost) ?? 0;
      counts.jitterMs = inMs(stats.jitter) ?? counts.jitterMs;
    } else if (stats.type === "candidate-pair" && stats.nominated === true) {
      counts.roundTripMs = inMs(stats.currentRoundTripTime) ?? counts.roundTripMs;
    } else if (stats.type === "codec") {
      codecs.set(id, String(stats.mimeType ?? "").replace("audio/", ""));
    }
  }
  return { ...counts, codec: codecs.get(codecId) ?? null };
}

function asNumber(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function inMs(seconds: unknown): number | null {
  return typeof seconds === "number" ? Math.round(seconds * 1000) : null;
}
