// A scenario as the list of facts the dashboard would have received, without port, socket or clock: for golden frames,
// screenshots and tests. The same input gives the same events, to the last digit.
import type { Event, Sampled } from "../data/events.ts";
import { decodePush } from "../data/gateway/decode/push.ts";
import type { DiagnosticSlice } from "../data/model/sessions.ts";
import { quick } from "../data/pace.ts";
import { sourceNames, sources, type Source } from "../data/snapshot.ts";
import { happeningsBetween } from "./happenings.ts";
import { chance, round } from "./noise.ts";
import { pushesFor } from "./pushes.ts";
import { connected, linkEvents, type Stretch } from "./replay/link.ts";
import { readers, type Read } from "./replay/readings.ts";
import { createRing } from "./ring.ts";
import { scenarios, type ScenarioName } from "./scenarios.ts";
import { demoTarget } from "./target.ts";
import { worldAt, type World } from "./world.ts";

export type ReplayOptions = {
  /** Epoch ms of the first event. */
  readonly startAt: number;
  readonly durationMs: number;
  /** Between two clock events. */
  readonly stepMs: number;
  /** Where in the scenario it ends; default: where its trouble is in the picture. */
  readonly endAtMs?: number;
};

const ringReachMs = 900_000;

/** As if something always went on: there is no push here after which they would be read at once. */
const { channels, lanes, tasks, stability } = quick;
const busy: { readonly [S in Source]?: { readonly ms: number } } = { channels, lanes, tasks, stability };

type Timed = Extract<Event, { readonly at: number }>;

/** Sources are asked at the same moments: one world serves them all. */
function keptWorlds({ scenario, startAt }: Stretch): (ms: number) => World {
  const kept = new Map<number, World>();
  return (ms) => {
    const known = kept.get(ms) ?? worldAt(scenario, ms, startAt);
    kept.set(ms, known);
    return known;
  };
}

/** What one attempt leaves. */
function attempt(source: Source, at: number, read: Read<unknown>, startAt: number): readonly Timed[] {
  if (read.kind === "unasked") return [];
  if (read.kind === "missing") return [{ type: "missing", source, at: Math.round(startAt + at), why: read.why }];
  const done = Math.round(startAt + at + read.tookMs);
  if (read.kind === "failed") return [{ type: "failed", source, at: done, why: read.why }];
  const sampled = { type: "sampled", source, at: done, value: read.value, from: sources[source].from, tookMs: read.tookMs } as Sampled;
  return sources[source].via === "rpc" ? [sampled, { type: "round-trip", at: done, ms: read.tookMs }] : [sampled];
}

function sampleSource(stretch: Stretch, worldOf: (ms: number) => World, source: Source): readonly Timed[] {
  const { scenario, fromMs, toMs, startAt } = stretch;
  const everyMs = busy[source]?.ms ?? sources[source].everyMs;
  const ring = createRing(scenario, fromMs - ringReachMs, startAt);
  const out: Timed[] = [];
  let since = 0;
  for (let at = fromMs; at <= toMs;) {
    const world = worldOf(at);
    if (source === "stability") ring.advance(at, scenario);
    const tookMs = round(0.7 + chance(source, at) * 2.6 + world.gauges.loopDelayMs * 0.01 * chance("loop", source, at), 1);
    const read = readers[source]({ world, ring, connected: connected(stretch, at), tookMs, since });
    out.push(...attempt(source, at, read, startAt));
    if (read.kind === "missing") break;
    if (source === "stability" && read.kind === "value") since = (read.value as DiagnosticSlice).lastSeq;
    at += Math.max(everyMs, "tookMs" in read ? read.tookMs : 0);
  }
  return out.filter((event) => event.at <= startAt + toMs);
}

function pushedEvents(stretch: Stretch): readonly Timed[] {
  const { scenario, fromMs, toMs, startAt } = stretch;
  return happeningsBetween(scenario, fromMs, toMs).flatMap((happening) => {
    if (!connected(stretch, happening.at)) return [];
    const at = Math.round(startAt + happening.at);
    const pushes = pushesFor(scenario, happening, startAt).map(({ event, payload }) => decodePush(event, payload, at));
    return pushes.length === 0 ? [] : [{ type: "pushed", at, pushes }];
  });
}

/** A restart makes every source read again at once; their first readings then are as old as the connection. */
function afterReopening(stretch: Stretch, worldOf: (ms: number) => World): readonly Timed[] {
  const { scenario, fromMs, toMs } = stretch;
  const reopened = scenario.phases.filter((phase) => phase.phase === "up" && phase.fromMs > fromMs && phase.fromMs <= toMs);
  return reopened.flatMap(({ fromMs: at }) =>
    sourceNames
      .filter((source) => sources[source].via === "rpc" && source !== "stability")
      .flatMap((source) => sampleSource({ ...stretch, fromMs: at + 5, toMs: Math.min(toMs, at + 20) }, worldOf, source)),
  );
}

/** Oldest first: the target, the link, pushes, readings of every source at its own pace, and the clock. */
export function scenarioEvents(name: ScenarioName, options: ReplayOptions): readonly Event[] {
  const scenario = scenarios[name];
  const { startAt: firstAt, durationMs, stepMs, endAtMs = scenario.showAtMs } = options;
  const fromMs = endAtMs - durationMs;
  const startAt = firstAt - fromMs;
  const target = demoTarget(name, 18789);
  const stretch: Stretch = { scenario, target, fromMs, toMs: endAtMs, startAt };
  const worldOf = keptWorlds(stretch);
  const clocks = Array.from({ length: Math.floor(durationMs / stepMs) + 1 }, (_, step): Timed => ({
    type: "clock",
    at: firstAt + step * stepMs,
  }));
  const events: Timed[] = [
    { type: "target", at: firstAt, target },
    ...(linkEvents(stretch) as readonly Timed[]),
    ...pushedEvents(stretch),
    ...sourceNames.flatMap((source) => sampleSource(stretch, worldOf, source)),
    ...afterReopening(stretch, worldOf),
    ...clocks,
  ];
  return events.sort((a, b) => a.at - b.at);
}
