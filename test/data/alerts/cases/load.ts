// Its process: memory, cpu, loop, growth, disk; and our own readings of it.
import type { Event } from "../../../../src/data/events.ts";
import * as s from "../../../support/scene.ts";
import { hour, type Case } from "./case.ts";

const GIB = 2 ** 30;
const process = (given: Parameters<typeof s.gatewayProcess>[0]): readonly Event[] => [s.sampled("process", s.gatewayProcess(given))];
const rss = (percent: number) => process({ rssBytes: percent * 10, memoryLimit: { bytes: 1_000, from: "cgroup" } });
/** Grows by 1 GiB in the hour and stands at 2 GiB. */
const leak = (limitGib: number) =>
  hour((share) => ({ rssBytes: GIB * (1 + share), memoryLimit: { bytes: limitGib * GIB, from: "MemoryMax" } }));
const gone = [...s.well(), s.sampled("process", { found: false, why: "it ended" })];
const grown = (what: "openHandles" | "threads" | "children" | "connections", from: number, to: number) =>
  hour((share) => ({ [what]: Math.round(from + share * (to - from)) }));
const host = (diskUsedPercent: number | null) =>
  s.sampled("host", {
    hostname: "h",
    cpuPercent: 1,
    cpuCount: 2,
    memoryUsedBytes: 1,
    memoryTotalBytes: 2,
    load1: 0,
    diskUsedPercent,
  });

const growth = (
  id: "handles-growing" | "threads-growing" | "children-growing" | "connections-growing",
  given: Omit<Case, "id" | "severity" | "unknown" | "own">,
): Case => ({
  id,
  severity: "warn",
  unknown: s.well(),
  own: { looser: { warn: 4 }, tighter: { warn: 1.5 } },
  ...given,
});

export const loadCases: readonly Case[] = [
  {
    id: "memory",
    under: rss(80),
    over: rss(80.1),
    says: /801 B is 80 % of 0.98 KiB \(cgroup\)/u,
    subject: "rss",
    severity: "warn",
    unknown: gone,
    own: { looser: { warn: 90 }, tighter: { warn: 70 } },
  },
  {
    id: "cpu",
    under: process({ cpuCores: 0.9 }),
    over: process({ cpuCores: 0.91 }),
    says: /0.91 of a core busy/u,
    subject: "cpu",
    severity: "warn",
    unknown: [...s.well(), ...process({ cpuCores: null })],
    own: { looser: { warn: 2 }, tighter: { warn: 0.5 } },
  },
  {
    id: "event-loop",
    under: [s.sampled("readyz", s.answered(s.readyz({ eventLoop: s.eventLoop() })))],
    over: [s.sampled("readyz", s.answered(s.readyz({ eventLoop: s.eventLoop({ degraded: true, reasons: ["cpu"] }) })))],
    says: /degraded by cpu/u,
    subject: "event loop",
    severity: "warn",
    unknown: s.well(),
  },
  {
    id: "memory-trend",
    // 24 GiB further at 1 GiB an hour, less than two minutes of which are over.
    under: leak(27),
    over: leak(25),
    says: /\+1(?:\.0)? GiB\/h .*reaches 25(?:\.0)? GiB \(MemoryMax\)/u,
    subject: "rss growth",
    severity: "warn",
    unknown: s.well(),
    own: { looser: { warn: 12 }, tighter: { warn: 48 } },
  },
  growth("handles-growing", {
    under: grown("openHandles", 100, 190),
    over: grown("openHandles", 100, 300),
    says: /297 open handles, 103 58m ago: \+200\/h/u,
    subject: "open handles",
  }),
  growth("threads-growing", {
    under: grown("threads", 20, 38),
    over: grown("threads", 20, 60),
    says: /59 threads, 21 58m ago: \+40\/h/u,
    subject: "threads",
  }),
  growth("children-growing", {
    under: grown("children", 20, 38),
    over: grown("children", 20, 60),
    says: /59 child processes, 21 58m ago: \+40\/h/u,
    subject: "child processes",
  }),
  growth("connections-growing", {
    under: grown("connections", 20, 38),
    over: grown("connections", 20, 60),
    says: /59 connections, 21 58m ago: \+40\/h/u,
    subject: "connections",
  }),
  {
    id: "disk-low",
    under: [host(90)],
    over: [host(90.5)],
    says: /10 % left/u,
    subject: "disk",
    severity: "warn",
    unknown: s.well(),
    own: { looser: { warn: 8 }, tighter: { warn: 12 } },
  },
  {
    id: "stale-readings",
    under: [],
    over: [{ type: "failed", source: "channels", at: s.START, why: "no answer" }],
    says: /channels.status stale/u,
    subject: "readings",
    severity: "warn",
    unknown: "whether readings are old is always known",
  },
];
