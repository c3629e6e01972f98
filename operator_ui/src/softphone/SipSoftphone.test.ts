import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Line } from "../api/types";
import type { Microphone } from "./microphone";
import { SipSoftphone } from "./SipSoftphone";
import { SoftphoneError } from "./softphone";
import type { LegListeners, UserAgentListeners } from "./userAgent";

const line: Line = {
  line_id: "line-1",
  sip_uri: "sip:line-1@zvonar",
  username: "line-1",
  password: "secret",
  websocket_path: "/sip",
  extension: "online",
};

/** An exchange in memory: what was asked of it, and levers for what it does. */
function anExchange() {
  const agents: UserAgentListeners[] = [];
  const legs: (LegListeners & { end: () => void; sendDtmf: (digit: string) => void })[] = [];
  const openLine = vi.fn(async () => line);
  const microphone: Microphone = {
    stream: {} as MediaStream,
    setMuted: vi.fn(),
    level: () => 0.5,
    close: vi.fn(),
  };
  const openMicrophone = vi.fn(async () => microphone);
  const stopAgent = vi.fn();
  const isLineUp = vi.fn(() => false);
  const softphone = new SipSoftphone({
    openLine,
    isLineUp,
    openMicrophone,
    audio: { srcObject: null, play: async () => {} },
    startUserAgent: async (_, listeners) => {
      agents.push(listeners);
      return {
        stop: stopAgent,
        call: (_extension, _stream, legListeners) => {
          legs.push({ ...legListeners, end: vi.fn(), sendDtmf: vi.fn() });
          return legs.at(-1) as (typeof legs)[number];
        },
      };
    },
  });
  const agent = () => agents.at(-1) as UserAgentListeners;
  const leg = () => legs.at(-1) as (typeof legs)[number];
  return { softphone, isLineUp, openLine, openMicrophone, microphone, stopAgent, legs, agents, agent, leg };
}

async function online() {
  const exchange = anExchange();
  const isOnLine = exchange.softphone.goOnLine();
  await vi.advanceTimersByTimeAsync(0);
  exchange.agent().onRegistered();
  exchange.leg().onUp();
  await isOnLine;
  return exchange;
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("going on line", () => {
  test("registers, opens the leg and only then is done", async () => {
    const { softphone, agent, leg } = anExchange();
    const states: string[] = [];
    softphone.subscribe(() => states.push(softphone.view().state));
    const isOnLine = softphone.goOnLine();
    await vi.advanceTimersByTimeAsync(0);
    agent().onRegistered();
    leg().onUp();
    await isOnLine;
    expect([...new Set(states)]).toEqual(["connecting", "registering", "calling", "online"]);
  });

  test("asked for twice happens once", async () => {
    const { softphone, openLine } = await online();
    await softphone.goOnLine();
    expect(openLine).toHaveBeenCalledTimes(1);
  });

  test("says so when the microphone is refused, and can be tried again", async () => {
    const { softphone, openMicrophone, openLine } = anExchange();
    openMicrophone.mockRejectedValueOnce(new SoftphoneError("microphone_denied"));
    await expect(softphone.goOnLine()).rejects.toMatchObject({ fault: "microphone_denied" });
    expect(softphone.view()).toMatchObject({ state: "failed", fault: "microphone_denied" });
    expect(openLine).not.toHaveBeenCalled();
    void softphone.goOnLine();
    expect(softphone.view().state).toBe("connecting");
  });

  test("gives up when the exchange never answers, and lets the microphone go", async () => {
    const { softphone, microphone, stopAgent } = anExchange();
    const refused = expect(softphone.goOnLine()).rejects.toMatchObject({ fault: "unreachable" });
    await vi.advanceTimersByTimeAsync(20_000);
    await refused;
    expect(microphone.close).toHaveBeenCalled();
    expect(stopAgent).toHaveBeenCalled();
  });

  test("called off half way leaves nothing behind", async () => {
    const { softphone, microphone, legs } = anExchange();
    const isOnLine = softphone.goOnLine();
    softphone.goOffLine();
    await vi.advanceTimersByTimeAsync(20_000);
    await isOnLine;
    expect(softphone.view().state).toBe("offline");
    expect(microphone.close).toHaveBeenCalled();
    expect(legs).toHaveLength(0);
  });
});

describe("while on line", () => {
  test("a renewed registration does not dial a second leg", async () => {
    const { agent, legs } = await online();
    agent().onRegistered();
    expect(legs).toHaveLength(1);
  });

  test("a lost leg is dialled again", async () => {
    const { softphone, leg, legs } = await online();
    leg().onDown("Terminated");
    expect(softphone.view().state).toBe("recovering");
    await vi.advanceTimersByTimeAsync(300);
    expect(legs).toHaveLength(2);
    leg().onUp();
    expect(softphone.view().state).toBe("online");
  });

  test("a leg that cannot be opened is tried ever more rarely", async () => {
    const { leg, legs } = await online();
    for (let failure = 0; failure < 20; failure += 1) {
      leg().onDown("Unavailable");
      await vi.advanceTimersByTimeAsync(8000);
    }
    const before = legs.length;
    leg().onDown("Unavailable");
    await vi.advanceTimersByTimeAsync(7900);
    expect(legs).toHaveLength(before);
  });

  test("a lost websocket keeps the leg, because the voice may have survived", async () => {
    const { softphone, agent, leg, legs } = await online();
    agent().onConnectionLost();
    expect(softphone.view()).toMatchObject({ state: "recovering", isRegistered: false });
    agent().onRegistered();
    expect(softphone.view()).toMatchObject({ state: "online", isRegistered: true });
    expect(legs).toHaveLength(1);
    expect(leg().end).not.toHaveBeenCalled();
  });

  test("a leg lost together with the websocket waits for the registration", async () => {
    const { agent, leg, legs } = await online();
    agent().onConnectionLost();
    leg().onDown("Connection Error");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(legs).toHaveLength(1);
    agent().onRegistered();
    expect(legs).toHaveLength(2);
  });

  test("a registration while the leg is still being opened does not make it open", async () => {
    const { softphone, agent, leg } = await online();
    leg().onDown("Terminated");
    await vi.advanceTimersByTimeAsync(300);
    agent().onRegistered();
    expect(softphone.view().state).toBe("recovering");
  });

  test("credentials that died are renewed", async () => {
    const { softphone, agent, agents, leg, openLine } = await online();
    agent().onConnectionLost();
    leg().onDown("Connection Error");
    agent().onRefused("Rejected");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(openLine).toHaveBeenCalledTimes(2);
    expect(agents).toHaveLength(2);
    agent().onRegistered();
    leg().onUp();
    expect(softphone.view().state).toBe("online");
  });

  test("two telephones of one user do not take the line from each other for ever", async () => {
    const { softphone, agent, openLine, isLineUp } = await online();
    isLineUp.mockReturnValue(true);
    agent().onRefused("Rejected");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(softphone.view()).toMatchObject({ state: "failed", fault: "line_taken" });
    expect(openLine).toHaveBeenCalledTimes(1);
  });

  test("the end of a leg that died with its credentials does not get in the way", async () => {
    const { agent, leg, agents } = await online();
    const dead = leg();
    agent().onRefused("Rejected");
    dead.onDown("Terminated");
    await vi.advanceTimersByTimeAsync(1000);
    expect(dead.end).toHaveBeenCalled();
    expect(agents).toHaveLength(2);
  });

  test("renewing goes on until the server has a line again", async () => {
    const { agent, leg, openLine } = await online();
    openLine.mockRejectedValueOnce(new Error("503")).mockRejectedValueOnce(new Error("503"));
    leg().onDown("Connection Error");
    agent().onRefused("Rejected");
    await vi.advanceTimersByTimeAsync(30_000);
    expect(openLine).toHaveBeenCalledTimes(4);
  });

  test("mute outlives a leg that is dialled again", async () => {
    const { softphone, microphone, leg } = await online();
    softphone.setMuted(true);
    leg().onDown("Terminated");
    await vi.advanceTimersByTimeAsync(300);
    leg().onUp();
    expect(softphone.view().isMuted).toBe(true);
    expect(microphone.setMuted).toHaveBeenLastCalledWith(true);
    expect(softphone.microphoneLevel()).toBe(0);
  });

  test("going off line ends the leg for good", async () => {
    const { softphone, leg, legs } = await online();
    const ended = leg();
    softphone.goOffLine();
    expect(ended.end).toHaveBeenCalled();
    ended.onDown("Terminated");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(legs).toHaveLength(1);
    expect(softphone.view().state).toBe("offline");
  });
});
