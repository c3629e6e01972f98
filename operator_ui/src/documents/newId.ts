/** An id that no other part has or has had: answers and verdicts of earlier calls are known by them. */
export function newId(prefix: string): string {
  return `${prefix}_${crypto.randomUUID().replaceAll("-", "").slice(0, 10)}`;
}
