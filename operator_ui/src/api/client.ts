/** Requests to the server, typed by what each one returns. Every request has a time limit. */
import type {
  AnswerValue,
  AuditAsked,
  AuditPage,
  CallPlaced,
  Campaign,
  CampaignChange,
  Changer,
  ClientCard,
  ClientCorrection,
  ClientPage,
  ContactPage,
  DispositionChoice,
  DncEntry,
  DncImport,
  DncPage,
  ErrorCode,
  Language,
  Line,
  NewCampaign,
  NumberRefused,
  OperatorNow,
  OperatorToday,
  Parameters,
  PauseReason,
  Problem,
  PromisedCall,
  PromiseHours,
  SkipReason,
  StaffChange,
  StaffedOperator,
  User,
  Verdict,
  VoiceMessage,
} from "./types";

const REQUEST_LIMIT_MS = 15_000;
const IMPORT_LIMIT_MS = 120_000;
const API = "/api/v1";

/** The server said no, and why (RFC 9457). */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly status: number;
  readonly code: ErrorCode | undefined;
  readonly parameters: Parameters;
  readonly errors: Problem["errors"];

  /** `problem` lacks everything when something between us and the server answered in its place. */
  constructor(status: number, problem: Partial<Problem>) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.status = status;
    this.code = problem.code;
    this.parameters = problem.parameters ?? {};
    this.errors = problem.errors ?? [];
  }
}

export const api = {
  session: () => request<User | null>("GET", "/session"),
  logIn: (login: string, password: string) => request<User>("POST", "/session", { login, password }),
  logOut: () => request<void>("DELETE", "/session"),
  setLanguage: (language: Language) => request<User>("PATCH", "/session", { language }),

  openLine: (consoleId: string) => request<Line>("POST", "/operator/line", { console_id: consoleId }),
  closeLine: () => request<void>("DELETE", "/operator/line"),
  today: () => request<OperatorToday>("GET", "/operator/today"),
  promises: () => request<PromisedCall[]>("GET", "/operator/promises"),
  setAvailable: () => request<OperatorNow>("PUT", "/operator/state", { state: "available" }),
  pause: (reason: PauseReason) => request<OperatorNow>("PUT", "/operator/state", { state: "paused", reason }),

  acceptPreview: (previewId: string) =>
    request<CallPlaced>("POST", "/operator/preview/accept", { preview_id: previewId }),
  skipPreview: (previewId: string, reason: SkipReason) =>
    request<OperatorNow>("POST", "/operator/preview/skip", { preview_id: previewId, reason }),

  dial: (clientId: string, phoneNumber: string, despiteBars: boolean) =>
    request<CallPlaced>("POST", "/calls", {
      client_id: clientId,
      phone_number: phoneNumber,
      despite_bars: despiteBars,
    }),
  hangUp: (callId: string) => request<void>("POST", `/calls/${callId}/hangup`),
  saveAnswer: (callId: string, questionId: string, value: AnswerValue) =>
    request<void>("PUT", `/calls/${callId}/answers/${encodeURIComponent(questionId)}`, { value }),
  promise: (callId: string, callbackAt: string) =>
    request<PromiseHours | null>("GET", `/calls/${callId}/promise${query({ callback_at: callbackAt })}`),
  dispose: (callId: string, verdict: Verdict) =>
    request<void>("PUT", `/calls/${callId}/disposition`, verdict),

  clients: (search: string, after: string | null) =>
    request<ClientPage>("GET", `/clients${query({ search, limit: "50", after })}`),
  client: (clientId: string) => request<ClientCard>("GET", `/clients/${clientId}`),
  correctClient: (clientId: string, correction: ClientCorrection) =>
    request<ClientCard>("PATCH", `/clients/${clientId}`, correction),
  contacts: (clientId: string, after: string | null) =>
    request<ContactPage>("GET", `/clients/${clientId}/contacts${query({ limit: "50", after })}`),

  campaigns: () => request<Campaign[]>("GET", "/campaigns"),
  campaign: (id: string) => request<Campaign>("GET", `/campaigns/${id}`),
  everyDisposition: (id: string) => request<DispositionChoice[]>("GET", `/campaigns/${id}/dispositions`),
  startCampaign: (id: string) => request<Campaign>("POST", `/campaigns/${id}/start`),
  pauseCampaign: (id: string) => request<Campaign>("POST", `/campaigns/${id}/pause`),
  stopCampaign: (id: string) => request<Campaign>("POST", `/campaigns/${id}/stop`),
  createCampaign: (wanted: NewCampaign) => request<Campaign>("POST", "/campaigns", wanted),
  changeCampaign: (id: string, change: CampaignChange) =>
    request<Campaign>("PATCH", `/campaigns/${id}`, change),
  campaignOperators: (id: string) => request<StaffedOperator[]>("GET", `/campaigns/${id}/operators`),
  changeCampaignOperators: (id: string, change: StaffChange) =>
    request<StaffedOperator[]>("PATCH", `/campaigns/${id}/operators`, change),
  changes: (asked: AuditAsked, after: string | null) =>
    request<AuditPage>("GET", `/audit${query({ ...asked, after })}`),
  changers: () => request<Changer[]>("GET", "/audit/changers"),

  voiceMessages: () => request<VoiceMessage[]>("GET", "/voice-messages"),
  addVoiceMessage: (file: File) =>
    send<VoiceMessage>(
      "POST",
      `/voice-messages${query({ name: file.name.replace(/\.wav$/i, "").slice(0, 200) })}`,
      file,
      "audio/wav",
    ),
  voiceMessageSound: (id: string) => `${API}/voice-messages/${id}/sound.wav`,

  refusedNumbers: (campaignId: string | null, number: string, after: string | null) =>
    request<DncPage>("GET", `/dnc${query({ campaign_id: campaignId, number, after })}`),
  refuseNumber: (wanted: NumberRefused) => request<DncEntry>("POST", "/dnc", wanted),
  removeRefusedNumber: (id: number, reason: string) =>
    request<void>("DELETE", `/dnc/${id}${query({ reason })}`),
  importRefusedNumbers: (campaignId: string | null, file: File) =>
    send<DncImport>(
      "POST",
      `/dnc/imports${query({ campaign_id: campaignId, file_name: file.name.slice(0, 200) })}`,
      file,
      "application/octet-stream",
    ),
  dncImports: (campaignId: string | null) =>
    request<DncImport[]>("GET", `/dnc/imports${query({ campaign_id: campaignId })}`),
  cancelDncImport: (id: string) => request<DncImport>("POST", `/dnc/imports/${id}/cancel`),
};

function query(parameters: Record<string, string | null>): string {
  const given = Object.entries(parameters).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return given.length > 0 ? `?${new URLSearchParams(given)}` : "";
}

export function request<Reply>(method: string, path: string, json?: unknown): Promise<Reply> {
  const body = json === undefined ? undefined : JSON.stringify(json);
  return send<Reply>(method, path, body, "application/json");
}

export async function send<Reply>(
  method: string,
  path: string,
  body: BodyInit | undefined,
  contentType: string,
): Promise<Reply> {
  const response = await fetch(API + path, {
    method,
    body,
    headers: body === undefined ? {} : { "Content-Type": contentType },
    credentials: "same-origin",
    signal: AbortSignal.timeout(body instanceof Blob ? IMPORT_LIMIT_MS : REQUEST_LIMIT_MS),
  });
  if (!response.ok) throw await problemOf(response);
  return (response.status === 204 ? undefined : await response.json()) as Reply;
}

async function problemOf(response: Response): Promise<ProblemError> {
  // A proxy in between may answer with a page instead of a problem.
  const problem = await response.json().catch(() => ({}));
  return new ProblemError(response.status, problem);
}
