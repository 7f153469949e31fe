// When one look has seen enough for a monitor: what tells of trouble is waited for, what is slow only for a moment, and then named.
import { rules } from "../../data/alerts/rules.ts";
import { countsAtOnce } from "../../data/alerts/advance.ts";
import { inForce } from "../../data/alerts/setting.ts";
import { current } from "../../data/facts.ts";
import { FROZEN_MS, silentForMs } from "../../data/ladder.ts";
import { lastValue } from "../../data/reading.ts";
import { sourceNames, sources, type Source, type SourceRow } from "../../data/snapshot.ts";
import type { State } from "../../data/state.ts";
import { isAskedOnce, isLookedAt } from "../../data/visible.ts";

/** A healthy gateway has told all by then; with the start of the program it is less than a second. */
export const PATIENCE_MS = 600;
/** Dials that fail until it is said: one may meet a restart. */
const DIALS = 2;

const waitedFor: ReadonlySet<Source> = new Set<Source>([
  "port",
  "healthz",
  "startupz",
  "readyz",
  "process",
  "host",
  "unit",
  "channels",
  "sessions",
  "tasks",
  "lanes",
  "systemInfo",
  "stability",
  "health",
  "cron",
]);

const isDraining = ({ snapshot: { readyz } }: State): boolean => lastValue(readyz)?.body?.failing.includes("gateway-draining") === true;

/** What no problem and no number of the line comes from is not asked: it would cost the gateway time, and be waited for. */
const wantedFor: { readonly [S in Source]?: (state: State) => boolean } = {
  presence: () => false,
  status: (state) => isLookedAt(state, "status"),
  cost: (state) => inForce(rules, state.settings).some(({ id }) => id === "cost-budget"),
  preflight: isDraining,
};

export const isChecked = (state: State, source: Source): boolean => (wantedFor[source]?.(state) ?? true) && isAskedOnce(state, source);

const isPending = ({ snapshot }: State, source: Source): boolean => snapshot[source].kind === "pending";
const pending = (state: State): readonly Source[] => sourceNames.filter((name) => isChecked(state, name) && isPending(state, name));

const stopped = (state: State): boolean => {
  const process = current(state, "process");
  return process.kind === "ok" && process.value.found && process.value.state === "T";
};

const closed = (state: State): boolean => {
  const port = current(state, "port");
  return port.kind === "ok" && port.value.outcome !== "open";
};

/** Nothing more will come of the WebSocket than what is known. */
function isLinkSettled(state: State): boolean {
  const { link } = state;
  if (link.phase === "open" || link.phase === "refused") return true;
  if (closed(state) || silentForMs(state) >= FROZEN_MS) return true;
  return link.phase === "waiting" && link.attempt > DIALS;
}

/** A share of a core is the difference of two looks; a rule that wants a minute of them is not judged by one command. */
export const wantsSecondLook = (state: State): boolean =>
  inForce(rules, state.settings).some((rule) => rule.id === "cpu" && countsAtOnce(rule));

function needsSecondLook(state: State): boolean {
  const { process } = state.snapshot;
  const counted = process.kind === "ok" && process.value.found && process.value.state !== null && process.value.cpuCores === null;
  return counted && wantsSecondLook(state);
}

export function enough(state: State, elapsedMs: number): boolean {
  // What a stopped process does not answer it will not answer in ten seconds either.
  if (stopped(state) && !isPending(state, "port")) return true;
  // One slow answer is no outage: silence is believed when it lasts, and until then the next answer is waited for.
  const silentMs = silentForMs(state);
  if (silentMs > 0 && silentMs < FROZEN_MS) return false;
  const left = pending(state);
  const reachable = left.filter((name) => sources[name].via !== "rpc" || state.link.phase === "open");
  if (reachable.some((name) => waitedFor.has(name)) || !isLinkSettled(state) || needsSecondLook(state)) return false;
  return reachable.length === 0 || elapsedMs >= PATIENCE_MS;
}

export type NotSeen = { readonly source: string; readonly why: string };

/**
 * What was asked and had not answered when the look ended; of a gateway that does not let us in, everything it tells over RPC, as one.
 * That HTTP is silent the summary says itself, and beside a stopped process nothing was waited for.
 */
export function notSeen(state: State, whyNoLink: string | null): readonly NotSeen[] {
  const told: readonly SourceRow["via"][] = [
    ...(stopped(state) ? [] : ["local" as const]),
    ...(state.link.phase === "open" ? ["rpc" as const] : []),
  ];
  const late = pending(state).filter((name) => told.includes(sources[name].via));
  const rows = late.map((name) => ({ source: sources[name].from, why: "no answer in time" }));
  return whyNoLink === null ? rows : [{ source: "channels, sessions, queues", why: whyNoLink }, ...rows];
}
