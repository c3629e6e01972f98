/** Requests about what a campaign's operators say, ask and choose from. */
import { request } from "../api/client";
import type { Campaign, DispositionChoice, Question, Script } from "../api/types";

export type ScriptBlock = Script["blocks"][number];
/** The edition that was seen when the change was begun: nobody else's change is overwritten. */
type Seen = { edition: number };

export const documents = {
  changeScript: (id: string, wanted: Seen & { blocks: ScriptBlock[] }) =>
    request<Campaign>("PUT", `/campaigns/${id}/script`, wanted),
  changeQuestionnaire: (id: string, wanted: Seen & { questions: Question[] }) =>
    request<Campaign>("PUT", `/campaigns/${id}/questionnaire`, wanted),
  changeDispositions: (id: string, wanted: Seen & { dispositions: DispositionChoice[] }) =>
    request<Campaign>("PUT", `/campaigns/${id}/dispositions`, wanted),
};
