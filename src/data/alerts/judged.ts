// What a check answers with.
import type { Check, Finding } from "./alert.ts";

export const judged = (...findings: readonly (Finding | null)[]): Check => ({
  kind: "judged",
  findings: findings.filter((finding): finding is Finding => finding !== null),
});

export const unknown = (why: string): Check => ({ kind: "unknown", why });

/** The parts of a sentence that are there. */
export const joined = (...parts: readonly (string | null | false | undefined)[]): string => parts.filter(Boolean).join(" · ");
