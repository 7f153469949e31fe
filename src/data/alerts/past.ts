// Alerts that are forgotten, kept for an hour for those who ask what happened: nothing is judged by them.
import type { State } from "../state.ts";
import type { Alert, AlertStates } from "./alert.ts";
import { endsRaised, turned } from "./turns.ts";
import { endsWithBoot } from "./trend-rules.ts";

/** `turns` alternate, raised first; the last one cleared it. */
export type PastAlert = Pick<Alert, "topic" | "subject" | "severity" | "message" | "turns">;

const HOUR_MS = 3_600_000;
const KEPT = 200;

const lastTurn = ({ turns }: PastAlert): number => turns.at(-1) ?? -Infinity;

/** What was raised once and is in `after` no more, behind what was kept; the same list while nothing changes. */
export function withForgotten(past: readonly PastAlert[], before: AlertStates, after: AlertStates, now: number): readonly PastAlert[] {
  const forgotten: PastAlert[] = [];
  for (const [key, { topic, subject, severity, message, turns }] of before) {
    if (after.has(key) || turns.length === 0) continue;
    forgotten.push({ topic, subject, severity, message, turns: endsRaised(turns) ? turned(turns, now) : turns });
  }
  const isOld = past.some((alert) => now - lastTurn(alert) >= HOUR_MS);
  if (forgotten.length === 0 && !isOld) return past;
  return [...past, ...forgotten].filter((alert) => now - lastTurn(alert) < HOUR_MS).slice(-KEPT);
}

/** Runs, lanes, channels and growth of an earlier boot are gone with it: what is still wrong will be found anew. */
const ofOneBoot: ReadonlySet<string> = new Set(["session", "lane", "queue", "channel"]);

export function carriedOver({ alerts, past, now }: Pick<State, "alerts" | "past" | "now">): Pick<State, "alerts" | "past"> {
  const kept = new Map([...alerts].filter(([, { id, topic }]) => !ofOneBoot.has(topic) && !endsWithBoot.has(id)));
  return { alerts: kept, past: withForgotten(past, alerts, kept, now) };
}
