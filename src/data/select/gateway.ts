// The gateway's process in eight rows: what it uses, against what it may use.
import {
  cpuFact,
  eventLoopFact,
  HOST_MEMORY,
  memoryLimitFact,
  processUptimeFact,
  rssFact,
  servingUptimeFact,
  type Fact,
} from "../facts.ts";
import type { EventLoop, ProcessMemory } from "../model/gateway.ts";
import { current } from "../facts.ts";
import { freshValue } from "../reading.ts";
import type { Source, Values } from "../snapshot.ts";
import type { Gauge, State } from "../state.ts";
import { growing, type Collected } from "../trends/growing.ts";
import { bytes, duration, latency, percent } from "../units.ts";
import { cell, shown, unknown, UNKNOWN, type Cell, type Tone } from "./cell.ts";
import { restartCells } from "./counters.ts";
import { known, knownCell } from "./known.ts";

type Share = {
  readonly share: number;
  readonly tone: Tone;
  /** Of a limit set on the process; else of what the whole host has. */
  readonly own: boolean;
};

/** `meter` is a share of a limit, `spark` a gauge to draw small; the rest is words. */
export type GatewayRow = {
  readonly label: string;
  readonly cells: readonly Cell[];
  readonly meter?: Share;
  readonly spark?: { readonly gauge: Gauge; readonly atLeast: number };
};

/** The alert rules' own limits, so that a colour and an alert agree. */
const MEMORY_WARN = 0.8;
const MEMORY_BAD = 0.95;
const CPU_WARN_CORES = 0.9;

const shareTone = (share: number): Tone => (share >= MEMORY_BAD ? "bad" : share >= MEMORY_WARN ? "warn" : "good");

function rssRow(state: State): GatewayRow {
  const rss = known(state, rssFact);
  const limit = known(state, memoryLimitFact);
  const value = knownCell(state, rss, bytes, "strong");
  if (rss === null || limit === null) return { label: "rss", cells: [value] };
  const share = rss.value / limit.value;
  const tone = rss.old ? "dim" : shareTone(share);
  const own = limit.from !== HOST_MEMORY;
  return {
    label: "rss",
    cells: [
      value,
      cell(own ? percent(share) : `${percent(share)} of host`, tone === "good" ? "plain" : tone),
      cell(own ? `of ${bytes(limit.value)}` : bytes(limit.value), "dim"),
    ],
    meter: { share, tone, own },
  };
}

type Pick<T> = { readonly [K in Source]?: (value: Values[K]) => T | null | undefined };

/** The first source that has it, in the order given. */
function pickFact<T>(picks: Pick<T>): (state: State) => Fact<T> | null {
  return (state) => {
    for (const [source, pick] of Object.entries(picks) as [Source, (value: unknown) => T | null | undefined][]) {
      const reading = current(state, source);
      if (reading.kind !== "ok") continue;
      const value = pick(reading.value);
      if (value !== null && value !== undefined) return { value, from: reading.from, at: reading.at };
    }
    return null;
  };
}

const memoryFact = pickFact<ProcessMemory>({ systemInfo: (s) => s.memory, status: (s) => s.memory });

function heapRow(state: State): GatewayRow {
  const memory = known(state, memoryFact);
  const text = ({ heapUsedBytes: used, heapTotalBytes: total }: ProcessMemory): string =>
    `${used === null ? UNKNOWN : bytes(used)}${total === null ? "" : ` of ${bytes(total)}`}`;
  const external =
    memory === null || memory.old || memory.value.externalBytes === null
      ? []
      : [cell(`external ${bytes(memory.value.externalBytes)}`, "dim")];
  return { label: "heap", cells: [knownCell(state, memory, text), ...external] };
}

function cpuRow(state: State): GatewayRow {
  const cpu = known(state, cpuFact);
  const tone: Tone = cpu !== null && cpu.value > CPU_WARN_CORES ? "warn" : "strong";
  return {
    label: "cpu",
    cells: [knownCell(state, cpu, (value) => `${value.toFixed(2)} core`, tone)],
    spark: { gauge: "cpuCores", atLeast: 1 },
  };
}

const reasons: Readonly<Record<string, string>> = { event_loop_delay: "delay", event_loop_utilization: "busy", cpu: "cpu" };

function loopRow(state: State): GatewayRow {
  const loop = known(state, eventLoopFact);
  const degraded = loop !== null && !loop.old && loop.value.degraded === true;
  const p99 = knownCell(state, loop, (value: EventLoop) => `p99 ${shown(value.delayP99Ms, latency).text}`, degraded ? "warn" : "strong");
  if (loop === null || loop.old) return { label: "loop", cells: [p99] };
  const busy = loop.value.utilization === null ? [] : [cell(`${percent(loop.value.utilization)} busy`, "dim")];
  const why = loop.value.reasons.map((reason) => reasons[reason] ?? reason).join(", ");
  const words = degraded ? [cell(`degraded${why === "" ? "" : `: ${why}`}`, "warn")] : [];
  return { label: "loop", cells: [p99, ...words, ...busy], spark: { gauge: "loopDelayMs", atLeast: 50 } };
}

/** `threads 50 ▲`: it keeps collecting them. */
function collected(state: State, what: Collected, name = ""): Cell {
  const process = freshValue(current(state, "process"));
  const count = process?.found === true ? process[what] : null;
  if (growing(state, what).kind === "growing") return cell(`${name}${count ?? UNKNOWN} ▲`, "warn");
  return name === "" ? shown(count, String) : cell(`${name}${count ?? UNKNOWN}`, "dim");
}

const handlesRow = (state: State): GatewayRow => ({
  label: "fds",
  cells: [
    collected(state, "openHandles"),
    collected(state, "threads", "threads "),
    collected(state, "connections", "connections "),
    collected(state, "children", "children "),
  ],
});

function uptimeRow(state: State): GatewayRow {
  const up = (fact: Fact<number> | null): string => (fact === null ? UNKNOWN : duration(fact.value));
  return {
    label: "up",
    cells: [cell(`gateway ${up(servingUptimeFact(state))}`), cell(`process ${up(processUptimeFact(state))}`, "dim")],
  };
}

const restartRow = (state: State): GatewayRow => ({ label: "restarts", cells: restartCells(state) });

function hostRow(state: State): GatewayRow {
  const host = freshValue(current(state, "host"));
  const told = freshValue(current(state, "systemInfo"));
  const share = (used: number | null | undefined, total: number | null | undefined): string =>
    used === null || used === undefined || !total ? UNKNOWN : percent(used / total);
  if (host === null && told === null) return { label: "host", cells: [unknown] };
  const memory =
    host === null
      ? share(
          told?.memoryFreeBytes == null || told.memoryTotalBytes == null ? null : told.memoryTotalBytes - told.memoryFreeBytes,
          told?.memoryTotalBytes,
        )
      : share(host.memoryUsedBytes, host.memoryTotalBytes);
  const disk = host?.diskUsedPercent ?? null;
  return {
    label: "host",
    cells: [
      ...(host === null ? [] : [cell(`cpu ${host.cpuPercent === null ? UNKNOWN : `${Math.round(host.cpuPercent)} %`}`)]),
      cell(`mem ${memory}`),
      cell(`load ${(host?.load1 ?? told?.load1)?.toFixed(2) ?? UNKNOWN}`, "dim"),
      ...(disk === null ? [] : [cell(`disk ${Math.round(disk)} %`, disk >= 90 ? "warn" : "dim")]),
    ],
  };
}

/** Most telling first: a short panel shows the first rows. */
export function gatewayRows(state: State): readonly GatewayRow[] {
  return [rssRow, cpuRow, loopRow, heapRow, handlesRow, uptimeRow, restartRow, hostRow].map((row) => row(state));
}
