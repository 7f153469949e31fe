// One fact, several sources: the best one that can be trusted now, with its origin. Old releases and remote hosts lack some.
import type { EventLoop } from "./model/gateway.ts";
import type { ProcessReading } from "./model/local.ts";
import { freshValue, type Reading } from "./reading.ts";
import { readingOf, type Source, type Values } from "./snapshot.ts";
import type { State } from "./state.ts";

/** `from` names the source the value was taken from, `at` when it was true. */
export type Fact<T> = { readonly value: T; readonly from: string; readonly at: number };

export function current<K extends Source>(state: State, source: K): Reading<Values[K]> {
  return readingOf(state.snapshot, source, state.now, state.view.rate);
}

function take<K extends Source, T>(state: State, source: K, pick: (value: Values[K]) => T | null | undefined): Fact<T> | null {
  const reading = current(state, source);
  if (reading.kind !== "ok") return null;
  const value = pick(reading.value);
  return value === null || value === undefined ? null : { value, from: reading.from, at: reading.at };
}

const foundProcess = (reading: ProcessReading) => (reading.found ? reading : null);

export function rssFact(state: State): Fact<number> | null {
  return (
    take(state, "process", (p) => foundProcess(p)?.rssBytes) ??
    take(state, "systemInfo", (s) => s.memory?.rssBytes) ??
    take(state, "status", (s) => s.memory?.rssBytes)
  );
}

/** What `memoryLimitFact` is `from` when nothing limits the process but its host. */
export const HOST_MEMORY = "host memory";

/** The tightest limit known: cgroup, else the host's memory. `from` says which. */
export function memoryLimitFact(state: State): Fact<number> | null {
  const cgroup = take(state, "process", (p) => foundProcess(p)?.memoryLimit);
  if (cgroup) return { value: cgroup.value.bytes, from: cgroup.value.from, at: cgroup.at };
  const host = take(state, "host", (h) => h.memoryTotalBytes) ?? take(state, "systemInfo", (s) => s.memoryTotalBytes);
  return host && { ...host, from: HOST_MEMORY };
}

/** Cores in use, 1 = one core. */
export function cpuFact(state: State): Fact<number> | null {
  return (
    take(state, "process", (p) => foundProcess(p)?.cpuCores) ??
    take(state, "systemInfo", (s) => s.eventLoop?.cpuCoreRatio) ??
    take(state, "readyz", (r) => r.body?.eventLoop?.cpuCoreRatio) ??
    take(state, "status", (s) => s.eventLoop?.cpuCoreRatio)
  );
}

export function eventLoopFact(state: State): Fact<EventLoop> | null {
  return (
    take(state, "readyz", (r) => r.body?.eventLoop) ??
    take(state, "systemInfo", (s) => s.eventLoop) ??
    take(state, "health", (h) => h.eventLoop) ??
    take(state, "status", (s) => s.eventLoop)
  );
}

/** The pid: the kernel's evidence first, then what the gateway says of itself. */
export function pidFact(state: State): Fact<number> | null {
  return (
    take(state, "process", (p) => foundProcess(p)?.pid) ?? take(state, "systemInfo", (s) => s.pid) ?? take(state, "status", (s) => s.pid)
  );
}

/** Since the last boot, also an in-process one. A gateway elsewhere does not tell it over HTTP: then a boot that was seen counts. */
export function servingUptimeFact(state: State): Fact<number> | null {
  const fact = take(state, "readyz", (r) => r.body?.uptimeMs) ?? take(state, "startupz", (s) => s.body?.uptimeMs);
  return fact ? { ...fact, value: fact.value + (state.now - fact.at) } : seenBoot(state);
}

/** Only where another one could not have gone by unseen: the hello of each boot has an id of its own since 2026.8.1. */
function seenBoot({ boots, link, now }: State): Fact<number> | null {
  const last = boots.at(-1);
  if (last === undefined || link.phase !== "open" || link.hello.bootId === null) return null;
  return { value: now - last.at, from: "restart seen", at: last.at };
}

export function processUptimeFact(state: State): Fact<number> | null {
  const started = take(state, "process", (p) => foundProcess(p)?.startedAt);
  if (started) return { ...started, value: state.now - started.value };
  const told = take(state, "systemInfo", (s) => s.uptimeMs);
  if (told) return { ...told, value: told.value + (state.now - told.at) };
  const hello = state.link.phase === "open" ? state.hello : null;
  if (!hello || hello.value.uptimeMs === null) return null;
  return { value: hello.value.uptimeMs + (state.now - hello.at), from: "hello", at: hello.at };
}

/** Runs waiting in any lane. Before 2026.8.1 nothing says it: the preflight's `queueSize` counts what waits or works. */
export function queuedFact(state: State): Fact<number> | null {
  return take(state, "lanes", (b) => b.lanes.reduce((sum, lane) => sum + lane.queued, 0) + (b.dynamic?.queued ?? 0));
}

export function openHandlesFact(state: State): Fact<number> | null {
  return take(state, "process", (p) => foundProcess(p)?.openHandles);
}

/** The release, as hello, then /startupz, then status tell it; 2026.2.26 calls itself "dev". */
export function versionFact(state: State): Fact<string> | null {
  const hello = state.hello;
  if (hello && state.link.phase === "open") return { value: hello.value.version, from: "hello", at: hello.at };
  const told = take(state, "startupz", (s) => s.body?.version) ?? take(state, "status", (s) => s.version);
  return told ?? (hello && { value: hello.value.version, from: "last hello", at: hello.at });
}

/** A restart is under way or just over: a silent port is then booting, not frozen. */
const BOOT_WINDOW_MS = 60_000;
/** Start times are computed from the kernel's boot, which is known to the second. */
const START_EXACT_MS = 2_000;

export function inBootWindow(state: State): boolean {
  const announced = state.announced;
  if (announced && announced.kind === "restart" && state.now - announced.at < BOOT_WINDOW_MS) return true;
  if (state.lastDraining !== null && state.now - state.lastDraining < BOOT_WINDOW_MS) return true;
  const process = freshValue(state.snapshot.process);
  const startedAt = process?.found ? process.startedAt : null;
  if (startedAt !== null && state.now - startedAt < BOOT_WINDOW_MS && state.link.phase !== "open") return neverServed(state, startedAt);
  return false;
}

/** No hello and no HTTP answer since the process started: it is still on its way up. */
function neverServed(state: State, startedAt: number): boolean {
  if (state.hello && state.hello.at > startedAt) return false;
  // Of the process before it, an answer may be as young as the start is exact.
  if (state.lastServing && state.lastServing.at > startedAt + START_EXACT_MS) return false;
  const answered = state.snapshot.healthz;
  const last = answered.kind === "ok" && answered.value.outcome === "answered" ? answered.at : null;
  return last === null || last < startedAt;
}
