import { expect, test } from "vitest";
import { packetCounts } from "./packetCounts";

test("the figures of both directions are read from the report", () => {
  const report = new Map<string, unknown>([
    ["o", { type: "outbound-rtp", packetsSent: 120, codecId: "c" }],
    ["i", { type: "inbound-rtp", packetsReceived: 118, packetsLost: 2, jitter: 0.004 }],
    ["p", { type: "candidate-pair", nominated: true, currentRoundTripTime: 0.021 }],
    ["c", { type: "codec", mimeType: "audio/opus" }],
    ["x", { type: "transport" }],
  ]);
  expect(packetCounts(report)).toEqual({
    sent: 120,
    received: 118,
    lost: 2,
    jitterMs: 4,
    roundTripMs: 21,
    codec: "opus",
  });
});

test("an empty report counts nothing", () => {
  expect(packetCounts(new Map())).toMatchObject({ sent: 0, received: 0, codec: null, roundTripMs: null });
});
