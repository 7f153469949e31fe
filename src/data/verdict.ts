// One line for a tired person: the worst thing, or that all is well, or that we cannot know yet.
import type { Alert, Repair } from "./alerts/alert.ts";
import { current } from "./facts.ts";
import { firstBad, ladder } from "./ladder.ts";
import { channelState } from "./model/channels.ts";
import { deferral } from "./select/deferral.ts";
import { runProgress } from "./stuck.ts";
import type { State } from "./state.ts";
import { age } from "./units.ts";

export type Level = "ok" | "warning" | "critical" | "unknown";

/** `more` counts the other raised problems. */
export type Verdict = {
  readonly level: Level;
  readonly subject: string | null;
  readonly summary: string;
  readonly remedy: string | null;
  readonly repair: Repair | null;
  readonly since: number | null;
  readonly more: number;
};

const rank = { crit: 0, warn: 1, info: 2 } as const;

/**
 * What is known now before what cannot be judged any more, causes before consequences, then the oldest; the names only keep the
 * order still.
 */
const order = (a: Alert, b: Alert): number =>
  Number(a.unknownWhy !== null) - Number(b.unknownWhy !== null) ||
  rank[a.severity] - rank[b.severity] ||
  Number(a.follows) - Number(b.follows) ||
  a.since - b.since ||
  a.id.localeCompare(b.id) ||
  a.subject.localeCompare(b.subject);

/** Raised alerts, worst first. */
export function problems(state: State): readonly Alert[] {
  return [...state.alerts.values()].filter((alert) => alert.raised).sort(order);
}

/** What goes on although nothing is seen of it: the gateway says no word of a restart that waits. */
function restartSummary({ run }: State): readonly string[] {
  if (run === null || run.phase === "over" || run.verdict !== null) return [];
  const waits = deferral(run);
  return [
    waits === null
      ? `${["start", "stop"].includes(run.aim) ? run.aim : "restart"} under way: R shows it`
      : `a restart waits, forced in ${age(waits.leftMs)}: R shows it`,
  ];
}

function wellSummary(state: State): string {
  const parts: string[] = [...restartSummary(state)];
  const channels = current(state, "channels");
  if (channels.kind === "ok") {
    const used = channels.value.accounts.map(channelState).filter((s) => s !== "disabled" && s !== "unconfigured");
    if (used.length > 0) parts.push(`${used.filter((s) => s === "ready").length}/${used.length} channels ready`);
  }
  const sessions = current(state, "sessions");
  if (sessions.kind === "ok") {
    const working = [...runProgress(state).values()];
    const running = working.filter((run) => run.state !== "queued").length;
    const queued = working.length - running;
    parts.push(running + queued === 0 ? "idle" : `${running} running${queued > 0 ? `, ${queued} queued` : ""}`);
  }
  return parts.length > 0 ? parts.join(" · ") : "every rung answers";
}

/** The one judgement; `--json`, the dashboard and `--once` all show this value. */
export function verdict(state: State): Verdict {
  const [worst, ...rest] = problems(state).filter(({ severity }) => severity !== "info");
  if (worst) {
    return {
      level: worst.severity === "crit" ? "critical" : "warning",
      subject: worst.subject,
      summary: worst.subject === "gateway" || worst.subject === "link" ? worst.message : `${worst.subject} ${worst.message}`,
      remedy: worst.remedy,
      repair: worst.repair,
      since: worst.since,
      more: rest.length,
    };
  }
  const nothing = { subject: null, remedy: null, repair: null, since: null, more: 0 };
  const bad = firstBad(ladder(state));
  if (bad) return { ...nothing, level: "warning", summary: `${bad.rung}: ${bad.why ?? "bad"}` };
  if (state.link.phase === "open" && state.rpcMs !== null) return { ...nothing, level: "ok", summary: wellSummary(state) };
  const summary = state.link.phase === "open" ? "connected, waiting for the first answers" : "looking for the gateway";
  return { ...nothing, level: "unknown", summary };
}
