// What an error is about, so that those of one cause are told as one problem.

const KEPT = 60;

/** The code where there is one, else the text with its numbers left out: `ECONNREFUSED`, `Unauthorized`. */
const codes: readonly RegExp[] = [
  /\bE[A-Z][A-Z_]{3,}\b/u,
  /\b(?:Unauthorized|Forbidden|Too Many Requests|Bad Gateway|Service Unavailable|Gateway Timeout|Not Found)\b/iu,
  /\brestart-loop breaker\b/u,
];

/** Null: nothing is known. */
export function causeOf(error: string | null): string | null {
  if (error === null || error.trim() === "") return null;
  for (const code of codes) {
    const [found] = code.exec(error) ?? [];
    if (found !== undefined) return found;
  }
  return error.replaceAll(/\d+/gu, "n").slice(0, KEPT);
}
