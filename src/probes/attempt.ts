// One attempt to read one source: whatever happens, it ends with exactly one event.
import type { Event, Sampled } from "../data/events.ts";
import { lastValue } from "../data/reading.ts";
import { readingOf, sources, type Source, type Values } from "../data/snapshot.ts";
import type { State } from "../data/state.ts";
import type { Target } from "../data/target.ts";
import { explain, lacks, notGranted, type Told } from "./outcome.ts";
import { Missing, type Probe, type ProbeContext, type Probes, type World } from "./probe.ts";

export type Asking = {
  readonly world: World;
  readonly probes: Probes;
  readonly target: Target;
  readonly state: () => State;
};

/** `told` is null when a value was read. */
export type Ending = { readonly event: Event; readonly told: Told | null };

/** Facts of this host, which say nothing of a gateway on another one. */
const onlyHere: readonly Source[] = ["process", "host", "unit", "supervisor", "bootHistory"];

function releaseOf(state: State): string {
  const version = state.hello?.value.version;
  return version === undefined || version === "dev" ? "this gateway" : `OpenClaw ${version}`;
}

function contextOf({ target, state, world }: Asking): ProbeContext {
  const { snapshot, view } = state();
  const pidOf = (source: "systemInfo" | "status"): number | null => {
    const reading = readingOf(snapshot, source, world.now(), view.rate);
    return reading.kind === "ok" ? reading.value.pid : null;
  };
  return { target, last: (source) => lastValue(state().snapshot[source]), reportedPid: pidOf("systemInfo") ?? pidOf("status") };
}

/** Rejects with Missing for what cannot be asked at all. */
async function read<K extends Source>(probe: Probe<K>, asking: Asking): Promise<Values[K]> {
  const { world, target, state } = asking;
  if (onlyHere.includes(probe.source) && !target.local) throw new Missing("the gateway is on another host");
  const advertised = world.methods() ?? [];
  if (probe.method !== undefined && advertised.length > 0 && !advertised.includes(probe.method)) {
    throw new Missing(lacks(releaseOf(state()), probe.method));
  }
  const granted = state().hello?.value.scopes ?? null;
  if (probe.scope !== undefined && granted !== null && !granted.includes(probe.scope) && !granted.includes("operator.admin")) {
    throw new Missing(notGranted(sources[probe.source].from, probe.scope));
  }
  return probe.read(world, contextOf(asking));
}

/** `overdue` rejects when the attempt has taken too long. Never rejects itself. */
export async function attempt(source: Source, asking: Asking, overdue: Promise<never>): Promise<Ending> {
  const { world, probes, state } = asking;
  const began = world.now();
  try {
    const value = await Promise.race([read(probes[source], asking), overdue]);
    const at = world.now();
    // The one cast: the row of the table belongs to this source.
    const event = { type: "sampled", source, at, value, from: sources[source].from, tookMs: at - began } as Sampled;
    return { event, told: null };
  } catch (error) {
    const told = explain(error, probes[source].method ?? sources[source].from, releaseOf(state()));
    return { event: { type: told.type, source, at: world.now(), why: told.why } as Event, told };
  }
}
