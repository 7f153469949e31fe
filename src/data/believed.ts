// What of a state can be believed now. A gateway known not to answer took its readings with it, however young they are.
import { ladder } from "./ladder.ts";
import { failed, type Reading } from "./reading.ts";
import { sourceNames, sources, type Source } from "./snapshot.ts";
import type { State } from "./state.ts";

/** A /healthz takes about 1 ms; a garbage collection can take a second. */
const SILENT_MS = 2_000;
const NOT_ANSWERING = "the gateway does not answer";

const isStopped = ({ snapshot: { process } }: State): boolean =>
  process.kind === "ok" && process.value.found && (process.value.state === "T" || process.value.state === "t");

/** Stopped, or its HTTP is silent: nothing it said is known to be so still. */
const isMute = (state: State): boolean =>
  isStopped(state) || (state.httpSilentSince !== null && state.now - state.httpSilentSince >= SILENT_MS);

/** A socket can stay open long after its gateway stopped to answer. */
export const isSilent = (state: State): boolean =>
  isMute(state) || ladder(state).some((rung) => rung.rung === "rpc" && rung.status === "bad");

/** A probe without an answer is the news itself. */
function isAnswer(source: Source, reading: Reading<unknown>): boolean {
  if (sources[source].via === "rpc") return true;
  return sources[source].via === "http" && reading.kind === "ok" && (reading.value as { readonly outcome: string }).outcome === "answered";
}

function doubted(state: State, which: (source: Source, reading: Reading<unknown>) => boolean): State {
  const old = sourceNames.filter((source) => state.snapshot[source].kind === "ok" && which(source, state.snapshot[source]));
  if (old.length === 0) return state;
  const aged = Object.fromEntries(old.map((source) => [source, failed<unknown>(state.snapshot[source], NOT_ANSWERING)]));
  return { ...state, snapshot: { ...state.snapshot, ...aged } };
}

/** The state with every answer of a gateway that is silent now made old; the same state while it answers. */
export function believed(state: State): State {
  if (isMute(state)) return doubted(state, isAnswer);
  if (state.link.phase === "open" && !isSilent(state)) return state;
  return doubted(state, (source) => sources[source].via === "rpc");
}

/** The connection was open, or was tried, and is tried again. */
export const isRetrying = ({ link, hello }: State): boolean =>
  link.phase === "waiting" || (link.phase === "connecting" && (link.attempt > 0 || hello !== null));

/** When the gateway last answered an RPC; null when it never did. */
export function lastHeardAt(state: State): number | null {
  const at = sourceNames.flatMap((source) => {
    const reading = state.snapshot[source];
    return sources[source].via === "rpc" && (reading.kind === "ok" || reading.kind === "stale") ? [reading.at] : [];
  });
  if (state.hello !== null) at.push(state.hello.at);
  return at.length === 0 ? null : Math.max(...at);
}
