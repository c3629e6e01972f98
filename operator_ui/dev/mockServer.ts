/**
 * A small stand-in for the server, for looking at every page without a telephone exchange:
 * `npm run dev:mock`, then log in as operator, sales or supervisor with any password.
 * POST /api/v1/mock/pop brings the next call at once. It is no part of the build.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";
import { type WebSocket, WebSocketServer } from "ws";
import type { LiveEvent } from "../src/api/events";
import type { CallCard, ErrorCode, FloorFigures, OperatorNow, User } from "../src/api/types";
import {
  aDay,
  campaigns,
  clients,
  contactsOf,
  idleOperator,
  newCall,
  otherOperators,
} from "./demoRecords.ts";
import { users } from "./demoUsers.ts";

const CALL_EVERY_MS = 20_000;
const WRAP_UP_MS = 45_000;

let user: User | null = null;
let operator: OperatorNow | null = null;
let call: CallCard | null = null;
let events = 0;
let served = 0;
const sockets = new Set<WebSocket>();
const floorOperators = otherOperators();

const now = () => new Date().toISOString();

function figures(): FloorFigures {
  return {
    calls_by_state: { originating: 2, ringing: 5, answered: 0, connected: 3 },
    today: {
      placed: 412,
      answered: 168,
      handled: 164,
      abandoned: 3,
      machine: 61,
      no_answer: 139,
      busy: 27,
      failed: 12,
      talk_seconds: 21_940,
      dispositions: { sale: 21, refused: 74 },
    },
    abandon_rate: 0.018,
    people_taken_for_machines: 0,
    trunks: [],
    may_dial: true,
    campaigns: campaigns.map(({ id, name, is_running, mode, leads_open, leads_total, leads_counted_at }) => ({
      id,
      name,
      is_running,
      mode,
      leads_open,
      leads_total,
      leads_counted_at,
      halted_by: null,
      calls_up: 0,
      calls_unanswered: 0,
      pace: null,
    })),
  };
}

function tell(event: LiveEvent): void {
  events += 1;
  for (const socket of sockets) socket.send(JSON.stringify({ id: String(events), ...event }));
}

function move(part: Partial<OperatorNow>): void {
  if (!user) return;
  operator = { ...(operator ?? idleOperator(user)), since_at: now(), ...part };
  tell({ type: "operator_changed", operator });
}

function changeCall(part: Partial<CallCard>): void {
  if (!call) return;
  call = { ...call, ...part };
  const { call_id, state, outcome, answered_at, connected_at, ended_at, wrap_up_ends_at } = call;
  tell({
    type: "call_changed",
    call_id,
    state,
    outcome,
    at: now(),
    answered_at,
    connected_at,
    ended_at,
    wrap_up_ends_at,
  });
}

function somePromises() {
  return clients.slice(0, 4).map((client, place) => ({
    callback_at: new Date(Date.now() + (place * 20 - 1) * 3_600_000).toISOString(),
    client_id: client.id,
    client_name: client.name,
    phone_number: client.phone_numbers[0]?.e164 ?? "",
    time_zone: client.time_zone,
    campaign_name: place % 2 ? null : "Демо: доставка для бизнеса",
  }));
}

function pop(kind: CallCard["kind"], client = clients[served++ % clients.length]): void {
  if (!client || call) return;
  call = newCall(client, kind);
  move({ state: "reserved", call_id: call.call_id });
  if (kind === "dialler") call = { ...call, state: "answered", answered_at: now() };
  tell({ type: "screen_pop", call });
  const connect = () => {
    changeCall({ state: "connected", answered_at: now(), connected_at: now() });
    move({ state: "on_call", call_id: call?.call_id ?? null });
  };
  if (kind === "dialler") setTimeout(connect, 50);
  else {
    setTimeout(() => changeCall({ state: "ringing" }), 800);
    setTimeout(connect, 5000);
  }
}

function end(): void {
  if (!call || call.state === "ended") return;
  const ends = new Date(Date.now() + WRAP_UP_MS).toISOString();
  changeCall({ state: "ended", outcome: "handled", ended_at: now(), wrap_up_ends_at: ends });
  move({ state: "wrap_up", call_id: call.call_id, wrap_up_ends_at: ends });
}

function dispose(disposition: string, note: string): void {
  if (!call) return;
  tell({ type: "call_disposed", call_id: call.call_id, disposition, note });
  call = null;
  const pausing = operator?.pausing_reason ?? null;
  move({
    state: pausing ? "paused" : "available",
    reason: pausing,
    pausing_reason: null,
    call_id: null,
    wrap_up_ends_at: null,
  });
}

type Answer = [status: number, body?: unknown];
const refused = (status: number, code: ErrorCode): Answer => [
  status,
  { title: "Refused", status, code, parameters: {}, detail: code, errors: [] },
];

function refusedLine(line: number, field: string, value: string, code: ErrorCode) {
  return { line, field, value, code, parameters: {}, reason: code };
}

function answer(method: string, path: string, query: URLSearchParams, body: Record<string, unknown>): Answer {
  const is = (wanted: string) => `${method} ${path}` === wanted;
  if (is("POST /session")) {
    user = users[String(body.login)] ?? null;
    return user ? [200, user] : refused(401, "wrong_credentials");
  }
  if (is("GET /session")) return [200, user];
  if (!user) return refused(401, "not_logged_in");
  if (is("PATCH /session")) {
    user = { ...user, language: body.language === "en" ? "en" : "ru" };
    return [200, user];
  }
  if (is("DELETE /session")) {
    user = operator = call = null;
    return [204];
  }
  if (is("POST /operator/line")) {
    setTimeout(() => move({ state: "available", line_up: true }), 400);
    return [
      201,
      {
        line_id: "line-0",
        sip_uri: "",
        username: "",
        password: "",
        websocket_path: "/sip",
        extension: "online",
      },
    ];
  }
  if (is("DELETE /operator/line")) {
    call = null;
    move({ state: "logged_out", line_up: false, call_id: null, reason: null });
    return [204];
  }
  if (is("PUT /operator/state")) {
    const reason = (body.reason ?? null) as OperatorNow["reason"];
    if (call) move({ pausing_reason: reason, since_at: operator?.since_at });
    else move({ state: reason ? "paused" : "available", reason });
    return [200, operator];
  }
  if (is("GET /operator/today")) return [200, aDay()];
  if (is("GET /operator/promises")) return [200, somePromises()];
  if (is("POST /mock/pop")) {
    pop("dialler");
    return [204];
  }
  if (is("POST /calls")) {
    pop(
      "click_to_dial",
      clients.find(({ id }) => id === body.client_id),
    );
    return [201, { call_id: call?.call_id }];
  }
  if (path.endsWith("/hangup")) {
    end();
    return [204];
  }
  const questionId = /\/answers\/(.+)$/.exec(path)?.[1];
  if (questionId && call) {
    call = { ...call, answers: { ...call.answers, [questionId]: body.value as string } };
    return [204];
  }
  if (path.endsWith("/promise")) return [200, null];
  if (path.endsWith("/disposition")) {
    dispose(String(body.disposition), String(body.note));
    return [204];
  }
  return read(path, query) ?? refused(404, "no_such_address");
}

function read(path: string, query: URLSearchParams): Answer | null {
  const [, noun, id, part] = path.split("/");
  if (noun === "clients" && !id) {
    const words = (query.get("search") ?? "").toLowerCase();
    const found = clients.filter(({ name, region }) => `${name} ${region}`.toLowerCase().includes(words));
    const from = Number(query.get("after") ?? 0);
    const items = found.slice(from, from + 50).map((client, place) => ({
      id: client.id,
      name: client.name,
      region: client.region,
      phone_number: client.phone_numbers[0]?.e164 ?? null,
      last_contact_at: place % 3 ? new Date(Date.now() - place * 9e6).toISOString() : null,
      contacts_count: place % 3 ? 4 : 0,
    }));
    return [200, { items, next: from + 50 < found.length ? String(from + 50) : null, total: found.length }];
  }
  const client = noun === "clients" && clients.find((one) => one.id === id);
  if (client) return [200, part === "contacts" ? { items: contactsOf(client), next: null } : client];
  if (noun !== "campaigns") return null;
  const campaign = campaigns.find((one) => one.id === id);
  if (campaign && (part === "start" || part === "pause")) {
    campaign.is_running = part === "start";
    tell({ type: "floor_figures", figures: figures() });
    return [200, campaign];
  }
  if (campaign && part === "dispositions") return [200, campaign.dispositions];
  if (part === "leads") {
    return [
      200,
      {
        imported: 118,
        rejected: [
          refusedLine(14, "phone_number", "8 800", "impossible_number"),
          refusedLine(57, "name", "", "is_empty"),
        ],
      },
    ];
  }
  return [200, campaigns];
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://mock");
  let text = "";
  for await (const chunk of request) text += chunk;
  const isJson = request.headers["content-type"]?.includes("json");
  const [status, body] = answer(
    request.method ?? "GET",
    url.pathname,
    url.searchParams,
    isJson ? JSON.parse(text) : {},
  );
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

function greet(socket: WebSocket): void {
  if (!user) {
    socket.close(4001);
    return;
  }
  for (const older of sockets) older.close(4009);
  sockets.add(socket);
  socket.on("close", () => sockets.delete(socket));
  socket.on("message", () => socket.send('{"type":"pong"}'));
  const floor = user.role === "supervisor" ? { operators: floorOperators, figures: figures() } : null;
  socket.send(
    JSON.stringify({
      id: String(events),
      type: "snapshot",
      server_at: now(),
      console_id: crypto.randomUUID(),
      user,
      operator,
      call,
      preview: null,
      floor,
    }),
  );
}

export function mockServerPlugin(): Plugin {
  return {
    name: "zvonar-mock-server",
    configureServer(server) {
      const live = new WebSocketServer({ noServer: true });
      server.httpServer?.on("upgrade", (request, socket, head) => {
        if (request.url?.startsWith("/api/v1/live")) live.handleUpgrade(request, socket, head, greet);
      });
      server.middlewares.use("/api/v1", (request, response) => void serve(request, response));
      setInterval(() => {
        if (operator?.state === "available" && user?.role === "operator") pop("dialler");
      }, CALL_EVERY_MS).unref();
    },
  };
}
