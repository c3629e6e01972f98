/** The shapes that travel between this page and the server, as its OpenAPI description gives them. */
import type * as wire from "./generated/types.gen";

/** The server writes every field; the description calls those with a default optional. */
export type Whole<Shape> = Shape extends (infer Item)[]
  ? Whole<Item>[]
  : Shape extends object
    ? { [Key in keyof Shape]-?: Whole<Shape[Key]> }
    : Shape;

export type {
  CallOutcome,
  CallState,
  DispositionEffect,
  DncScope,
  DncSource,
  ErrorCode,
  Language,
  OperatorState,
  PauseReason,
  PreviewEnding,
  PreviewTimeout,
  Role,
  SkipReason,
} from "./generated/types.gen";

/** The id of an option, several of them, a number, or a text or date as text; null: no answer. */
export type AnswerValue = string | number | string[] | null;
export type Answers = Record<string, AnswerValue>;

export type AuditPage = Whole<wire.AuditPage>;
/** What the trail is narrowed down by; null: by nothing. */
export type AuditAsked = Partial<
  Record<"campaign_id" | "entity" | "user_id" | "since" | "until", string | null>
>;
export type AuditRow = Whole<wire.AuditRow>;
export type CalledClient = Whole<wire.CalledClient>;
export type CallCampaign = Whole<wire.CampaignCard>;
/** The screen pop: everything the console shows about one call. */
export type CallCard = Omit<Whole<wire.CallCard>, "answers"> & { answers: Answers };
export type CallPlaced = Whole<wire.CallPlaced>;
export type CallToday = Whole<wire.CallToday>;
export type Campaign = Whole<wire.CampaignShown>;
/** What is not given stays as it is. */
export type CampaignChange = wire.CampaignChange;
export type Changer = Whole<wire.Changer>;
export type ClientCard = Whole<wire.ClientCard>;
export type ClientCorrection = wire.ClientCorrection;
export type ClientPage = Whole<wire.ClientPage>;
export type ClientRow = Whole<wire.ClientRow>;
export type Condition = Whole<wire.Condition>;
export type ContactPage = Whole<wire.ContactPage>;
export type ContactRow = Whole<wire.ContactRow>;
export type DispositionTone = DispositionChoice["tone"];
export type DispositionChoice = Whole<wire.DispositionChoice>;
export type DncEntry = Whole<wire.DncEntry>;
export type DncImport = Omit<Whole<wire.DncImportShown>, "faults"> & { faults: wire.FieldProblem[] };
export type DncPage = Whole<wire.DncPage>;
export type DispositionShare = Whole<wire.DispositionShare>;
export type FloorCampaign = Whole<wire.CampaignFigures>;
export type PaceFigures = Whole<wire.PaceFigures>;
export type FloorFigures = Whole<wire.FloorFigures>;
export type FloorSnapshot = Whole<wire.FloorSnapshot>;
export type Line = Whole<wire.Line>;
export type NewCampaign = wire.NewCampaign;
export type NumberRefused = wire.NumberRefused;
export type OperatorNow = Whole<wire.OperatorNow>;
export type OperatorToday = Whole<wire.OperatorToday>;
export type Parameters = Problem["parameters"];
export type PhoneNumber = Whole<wire.NumberCard>;
export type PreviewCard = Whole<wire.PreviewCard>;
export type Problem = Whole<wire.Problem>;
export type PromisedCall = Whole<wire.PromisedCall>;
export type PromiseHours = Whole<wire.PromiseHours>;
export type Question = Whole<wire.Question>;
export type Rule = Whole<wire.Rule>;
export type Script = Whole<wire.Script>;
export type StaffChange = Whole<wire.StaffChange>;
export type StaffedOperator = Whole<wire.StaffedOperator>;
export type TimeSpent = Whole<wire.TimeSpent>;
export type Translated = Whole<wire.Text>;
export type VoiceMessage = Whole<wire.VoiceMessageShown>;
export type User = Whole<wire.UserShown>;
export type Verdict = wire.VerdictGiven;
