/** What every softphone promises, the fake as well as the real one. */
import { describe, expect, test, vi } from "vitest";
import { FakeSoftphone } from "./FakeSoftphone";
import { SipSoftphone } from "./SipSoftphone";
import { type Softphone, SoftphoneError } from "./softphone";

function sipSoftphone({ hasMicrophone }: { hasMicrophone: boolean }): Softphone {
  return new SipSoftphone({
    openLine: async () => ({
      line_id: "line-1",
      sip_uri: "sip:line-1@zvonar",
      username: "line-1",
      password: "secret",
      websocket_path: "/sip",
      extension: "online",
    }),
    isLineUp: () => false,
    openMicrophone: async () => {
      if (!hasMicrophone) throw new SoftphoneError("microphone_missing");
      return { stream: {} as MediaStream, setMuted: () => {}, level: () => 0.4, close: () => {} };
    },
    audio: { srcObject: null, play: async () => {} },
    startUserAgent: async (_, listeners) => {
      queueMicrotask(() => listeners.onRegistered());
      return {
        stop: () => {},
        call: (_extension, _stream, { onUp }) => {
          queueMicrotask(onUp);
          return { end: () => {}, sendDtmf: () => {} };
        },
      };
    },
  });
}

function fakeSoftphone({ hasMicrophone }: { hasMicrophone: boolean }): Softphone {
  const softphone = new FakeSoftphone();
  if (!hasMicrophone) softphone.failWith("microphone_missing");
  return softphone;
}

describe.each([
  ["the real one", sipSoftphone],
  ["the fake", fakeSoftphone],
])("%s", (_, aSoftphone) => {
  test("is off line at first", () => {
    expect(aSoftphone({ hasMicrophone: true }).view()).toEqual({
      state: "offline",
      fault: null,
      isRegistered: false,
      isMuted: false,
      isAudioBlocked: false,
    });
  });

  test("is registered and on line once going on line is done", async () => {
    const softphone = aSoftphone({ hasMicrophone: true });
    await softphone.goOnLine();
    expect(softphone.view()).toMatchObject({ state: "online", isRegistered: true });
    expect(softphone.microphoneLevel()).toBeGreaterThan(0);
  });

  test("fails with a reason when there is no microphone", async () => {
    const softphone = aSoftphone({ hasMicrophone: false });
    await expect(softphone.goOnLine()).rejects.toBeInstanceOf(SoftphoneError);
    expect(softphone.view()).toMatchObject({ state: "failed", fault: "microphone_missing" });
  });

  test("is silent while muted", async () => {
    const softphone = aSoftphone({ hasMicrophone: true });
    await softphone.goOnLine();
    softphone.setMuted(true);
    expect(softphone.view().isMuted).toBe(true);
    expect(softphone.microphoneLevel()).toBe(0);
  });

  test("tells of each change, with a view that is replaced and not altered", async () => {
    const softphone = aSoftphone({ hasMicrophone: true });
    const before = softphone.view();
    const listener = vi.fn();
    const stop = softphone.subscribe(listener);
    await softphone.goOnLine();
    expect(listener).toHaveBeenCalled();
    expect(before.state).toBe("offline");
    expect(softphone.view()).not.toBe(before);
    stop();
    listener.mockClear();
    softphone.goOffLine();
    expect(listener).not.toHaveBeenCalled();
    expect(softphone.view().state).toBe("offline");
  });

  test("counts no packets while there is no line", async () => {
    expect(await aSoftphone({ hasMicrophone: true }).packets()).toMatchObject({ sent: 0, received: 0 });
  });
});
