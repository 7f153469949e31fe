// The one line of `gatetop check`: GATEWAY LEVEL - what | performance data.
import { harmless } from "../../data/harmless.ts";
import { snapshotJson } from "../../data/json/snapshot-json.ts";
import type { Level } from "../../data/verdict.ts";
import { checkExits, type CheckResult } from "./judged.ts";
import { perfdata } from "./perfdata.ts";

const TEXT_MAX = 400;
const NAMED = 3;

/** A bar would begin the performance data. */
export const plainText = (text: string): string => harmless(text, TEXT_MAX).replaceAll("|", "/");

export const headed = (level: Level, words: string): string => `GATEWAY ${level.toUpperCase()} - ${plainText(words)}`;

function notSeenWords({ notSeen }: CheckResult): string {
  if (notSeen.length === 0) return "";
  const named = notSeen.slice(0, NAMED).map(({ source, why }) => `${source} (${why})`);
  const rest = notSeen.length > NAMED ? ` and ${notSeen.length - NAMED} more` : "";
  return ` · not seen: ${named.join(", ")}${rest}`;
}

export function checkLine(result: CheckResult): string {
  const { level, summary, more, state } = result;
  const others = more > 0 ? ` (+${more} more)` : "";
  return `${headed(level, `${summary}${others}${notSeenWords(result)}`)} | ${perfdata(state)}`;
}

/** The snapshot of `gatetop --json`, with the verdict of this look. */
export function checkJson({ level, summary, notSeen, state }: CheckResult) {
  const snapshot = snapshotJson(state);
  return { ...snapshot, verdict: { ...snapshot.verdict, level, summary }, exit: checkExits[level], notSeen };
}
