// One line for a tired person: the worst thing, or that all is well, or that we cannot know yet.
import type { Repair } from "./alerts/alert.ts";
import { problemLine } from "./alerts/problem-line.ts";
import { alertsOf, problemRows } from "./alerts/problems.ts";
import { current } from "./facts.ts";
import { firstBad, ladder } from "./ladder.ts";
import { channelState } from "./model/channels.ts";
import { deferral } from "./select/deferral.ts";
import { mutedSummary } from "./select/mute-words.ts";
import { runProgress } from "./stuck.ts";
import type { State } from "./state.ts";
import { age } from "./units.ts";

export type Level = "ok" | "warning" | "critical" | "unknown";

/** `more` counts the other rows of problems that nobody has muted. */
export type Verdict = {
  readonly level: Level;
  readonly subject: string | null;
  readonly summary: string;
  readonly remedy: string | null;
  readonly repair: Repair | null;
  readonly since: number | null;
  readonly more: number;
};

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

/** What a person has seen to does not make the verdict, but it does not make all well either. */
function mutedWords(state: State): { readonly critical: boolean; readonly summary: string } | null {
  const muted = problemRows(state).filter((row) => row.mute !== null && alertsOf(row)[0].severity !== "info");
  if (muted.length === 0) return null;
  const critical = muted.some((row) => alertsOf(row)[0].severity === "crit");
  return { critical, summary: mutedSummary(muted.map(({ mute }) => mute).filter((mute) => mute !== null)) };
}

/** What is to be said while no rule of ours finds anything wrong. */
function calm(state: State): Verdict {
  const nothing = { subject: null, remedy: null, repair: null, since: null, more: 0 };
  const muted = mutedWords(state);
  if (muted !== null) return { ...nothing, level: muted.critical ? "warning" : "ok", summary: muted.summary };
  const bad = firstBad(ladder(state));
  if (bad) return { ...nothing, level: "warning", summary: `${bad.rung}: ${bad.why ?? "bad"}` };
  if (state.link.phase === "open" && state.rpcMs !== null) return { ...nothing, level: "ok", summary: wellSummary(state) };
  const summary = state.link.phase === "open" ? "connected, waiting for the first answers" : "looking for the gateway";
  return { ...nothing, level: "unknown", summary };
}

/** The one judgement; `--json`, the dashboard and `--once` all show this value. */
export function verdict(state: State): Verdict {
  const told = problemRows(state)
    .filter(({ mute }) => mute === null)
    .map((row) => problemLine(row, state.now))
    .filter(({ severity }) => severity !== "info");
  const [worst] = told;
  if (!worst) return calm(state);
  return {
    level: worst.severity === "crit" ? "critical" : "warning",
    subject: worst.subject,
    summary: worst.subject === "gateway" || worst.subject === "link" ? worst.message : `${worst.subject} ${worst.message}`,
    remedy: worst.remedy,
    repair: worst.repair,
    since: worst.since,
    more: told.length - 1,
  };
}
