/** SIP over WebSocket with JsSIP. The only file that knows the library. */
import { C, UA, WebSocketInterface } from "jssip";
import type { Line } from "../api/types";
import type { Leg, LegListeners, UserAgent, UserAgentListeners } from "./userAgent";

const RECONNECT_AFTER_SECONDS = { min: 1, max: 4 };
const REGISTRATION_SECONDS = 120;
const REGISTER_AGAIN_MS = 3000;
/** Unauthorised, forbidden, unknown: the credentials are dead. Anything else may pass. */
const REFUSALS = new Set([401, 403, 404]);
// Host candidates come at once and are all a server in reach needs; a dead interface may keep
// the browser gathering for ten seconds more.
const GATHER_NO_LONGER_THAN_MS = 400;

export function startJssip(line: Line, listeners: UserAgentListeners): Promise<UserAgent> {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const agent = new UA({
    sockets: [new WebSocketInterface(`${scheme}://${location.host}${line.websocket_path}`)],
    uri: line.sip_uri || `sip:${line.username}@zvonar`,
    authorization_user: line.username,
    password: line.password,
    register: true,
    register_expires: REGISTRATION_SECONDS,
    session_timers: false,
    connection_recovery_min_interval: RECONNECT_AFTER_SECONDS.min,
    connection_recovery_max_interval: RECONNECT_AFTER_SECONDS.max,
    user_agent: "Zvonar",
  });
  agent.on("registered", () => listeners.onRegistered());
  agent.on("disconnected", () => listeners.onConnectionLost());
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  agent.on("registrationFailed", ({ response, cause }) => {
    if (response && REFUSALS.has(response.status_code)) {
      listeners.onRefused(String(cause));
      return;
    }
    // The library registers again after a reconnection, but not after a time-out on a living one.
    clearTimeout(retryTimer);
    retryTimer = setTimeout(() => agent.isConnected() && agent.register(), REGISTER_AGAIN_MS);
  });
  agent.start();
  return Promise.resolve({
    call: (extension, microphone, legListeners) => call(agent, line, extension, microphone, legListeners),
    stop: () => {
      clearTimeout(retryTimer);
      agent.stop();
    },
  });
}

function call(
  agent: UA,
  line: Line,
  extension: string,
  microphone: MediaStream,
  listeners: LegListeners,
): Leg {
  const domain = line.sip_uri.split("@")[1] ?? "zvonar";
  let gatherTimer: ReturnType<typeof setTimeout> | undefined;
  const down = (cause: string) => {
    clearTimeout(gatherTimer);
    listeners.onDown(cause);
  };
  const session = agent.call(`sip:${extension}@${domain}`, {
    mediaStream: microphone,
    mediaConstraints: { audio: true, video: false },
    pcConfig: { iceServers: [] },
    eventHandlers: {
      peerconnection: ({ peerconnection }) => listeners.onConnection(peerconnection),
      icecandidate: ({ ready }) => {
        gatherTimer ??= setTimeout(ready, GATHER_NO_LONGER_THAN_MS);
      },
      confirmed: () => listeners.onUp(),
      ended: ({ cause }) => down(cause),
      failed: ({ cause }) => down(cause),
    },
  });
  return {
    end: () => {
      if (!session.isEnded()) session.terminate();
    },
    sendDtmf: (digit) => session.sendDTMF(digit, { transportType: C.DTMF_TRANSPORT.RFC2833, duration: 120 }),
  };
}
