/** Saves each answer as it is given: one request per question at a time, the last value always last. */
import type { Answers, AnswerValue } from "../api/types";

export type SavingMark = "saving" | "saved" | "failed";
export type LocalAnswer = { value: AnswerValue; mark: SavingMark; error: unknown };
export type LocalAnswers = Readonly<Record<string, LocalAnswer>>;

type AnswerSaverOptions = {
  /** Given before a reload and not acknowledged; they count as failed until `retryFailed`. */
  unsaved?: Answers;
  send: (questionId: string, value: AnswerValue) => Promise<void>;
  /** Told of all that is not acknowledged, at each change of it. */
  keep: (unsaved: Answers) => void;
};

export class AnswerSaver {
  #answers: LocalAnswers = {};
  readonly #inFlight = new Set<string>();
  readonly #listeners = new Set<() => void>();
  readonly #options: AnswerSaverOptions;

  constructor(options: AnswerSaverOptions) {
    this.#options = options;
    const unsaved = Object.entries(options.unsaved ?? {});
    this.#answers = Object.fromEntries(
      unsaved.map(([id, value]) => [id, { value, mark: "failed", error: null }] as const),
    );
  }

  readonly answers = (): LocalAnswers => this.#answers;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  save(questionId: string, value: AnswerValue): void {
    this.#set(questionId, { value, mark: "saving", error: null });
    if (!this.#inFlight.has(questionId)) void this.#send(questionId);
  }

  retryFailed(): void {
    for (const [questionId, { value, mark }] of Object.entries(this.#answers)) {
      if (mark === "failed") this.save(questionId, value);
    }
  }

  async #send(questionId: string): Promise<void> {
    this.#inFlight.add(questionId);
    for (;;) {
      const sent = this.#answers[questionId];
      if (!sent) break;
      let error: unknown = null;
      let mark: SavingMark = "saved";
      try {
        await this.#options.send(questionId, sent.value);
      } catch (caught) {
        error = caught;
        mark = "failed";
      }
      // Changed while it was under way: the newer value goes next, and only its fate counts.
      if (this.#answers[questionId] !== sent) continue;
      this.#set(questionId, { value: sent.value, mark, error });
      break;
    }
    this.#inFlight.delete(questionId);
  }

  #set(questionId: string, answer: LocalAnswer): void {
    this.#answers = { ...this.#answers, [questionId]: answer };
    const unsaved = Object.entries(this.#answers).filter(([, { mark }]) => mark !== "saved");
    this.#options.keep(Object.fromEntries(unsaved.map(([id, { value }]) => [id, value])));
    for (const listener of this.#listeners) listener();
  }
}
