/** Which offered leads this page has decided on: what then leaves the screen needs no explanation. */
const decided = new Set<string>();

export function rememberDecision(previewId: string): void {
  decided.add(previewId);
}

export function wasDecided(previewId: string): boolean {
  return decided.has(previewId);
}
