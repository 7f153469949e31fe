// What a key that changes something is about: the row the person chose, else the one that is wrong; never one picked at random.
import type { Alert } from "../alerts/alert.ts";
import { alertsOf } from "../alerts/problems.ts";
import { channelRows } from "../select/channels.ts";
import { listedProblems } from "../select/listed.ts";
import { chosenKey, rowKeys, selectedIndex } from "../select/rows.ts";
import type { State } from "../state.ts";
import { runProgress, type RunProgress } from "../stuck.ts";

/** Of several of one cause, the worst that is not gone. */
function chosenProblem(state: State): Alert | null {
  const { panel, problemsOnly } = state.view;
  if (panel !== "problems" && !problemsOnly) return null;
  const rows = listedProblems(state);
  const keys = rows.map(({ key }) => key);
  const chosen = rows[selectedIndex(state, "problems", keys)];
  return (chosen === undefined ? [] : alertsOf(chosen)).find(({ clearedAt }) => clearedAt === null) ?? null;
}

/** Key of the channel account (`telegram/poll`); null: the person must choose one, or there is none. */
export function channelSubject(state: State): string | null {
  const rows = channelRows(state);
  const keys = rows.map((row) => row.key);
  const problem = chosenProblem(state);
  if (problem?.topic === "channel" && keys.includes(problem.subject)) return problem.subject;
  const { panel, problemsOnly, selected } = state.view;
  if (panel === "channels" && !problemsOnly) {
    const drawn = rowKeys(state, "channels");
    return drawn[selectedIndex(state, "channels", drawn)] ?? null;
  }
  const [worst] = rows;
  if (worst?.mark === "bad" || worst?.mark === "warn") return worst.key;
  const before = selected.channels;
  if (before !== undefined && keys.includes(before)) return before;
  const used = rows.filter((row) => row.mark !== "off");
  return used.length === 1 ? (used[0]?.key ?? null) : null;
}

const silence = (run: RunProgress): number => run.silentMs ?? 0;

/** Key of the session whose run would be aborted; null: none runs, or the person must choose. */
export function runSubject(state: State): string | null {
  const running = [...runProgress(state).values()].filter((run) => run.state !== "queued");
  const runs = (key: string | undefined): string | null => (running.some((run) => run.key === key) ? (key ?? null) : null);
  const problem = chosenProblem(state);
  if (problem?.topic === "session" && runs(problem.subject) !== null) return problem.subject;
  const { panel, problemsOnly, selected } = state.view;
  if (panel === "sessions" && !problemsOnly) {
    return runs(chosenKey(state, "sessions") ?? undefined);
  }
  const [worst] = running.filter((run) => run.state !== "running").sort((a, b) => silence(b) - silence(a));
  if (worst !== undefined) return worst.key;
  return runs(selected.sessions) ?? (running.length === 1 ? (running[0]?.key ?? null) : null);
}

/** Why there is no session to abort a run of. */
export function noRunWhy(state: State): string {
  const running = [...runProgress(state).values()].some((run) => run.state !== "queued");
  if (!running) return "nothing to abort: no run is under way";
  return state.view.panel === "sessions" ? "nothing runs in this session" : "choose the session first: tab to sessions";
}

export const noChannelWhy = (state: State): string =>
  channelRows(state).length === 0 ? "no channel account is known" : "choose the channel first: tab to channels";
