export function questionElementId(questionId: string): string {
  return `question-${questionId}`;
}

/** Brings a question into view and puts the cursor on its first field. */
export function focusQuestion(questionId: string): void {
  const item = document.getElementById(questionElementId(questionId));
  item?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  item?.querySelector<HTMLElement>("input, textarea, button")?.focus({ preventScroll: true });
}
