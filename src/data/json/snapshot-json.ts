// `--json`, schema gatetop/1. Times epoch ms. Every block says its source and when it was true; unknown is null, never 0.
import * as facts from "../facts.ts";
import { ladder, type RungName } from "../ladder.ts";
import type { Source } from "../snapshot.ts";
import type { State } from "../state.ts";
import { errorRate, percentile, receivedCount } from "../traffic.ts";
import { verdict } from "../verdict.ts";
import { alertsBlock } from "./alerts-block.ts";
import { block, fact, rounded } from "./origin.ts";
import { restartsBlock } from "./restarts-block.ts";
import { channelsBlock, lanesBlock, sessionsBlock } from "./work-blocks.ts";

function targetBlock(state: State) {
  const target = state.target;
  return { url: target?.url ?? null, host: target?.host ?? null, local: target?.local ?? null, source: "options", at: state.startedAt };
}

const rungSources: Readonly<Partial<Record<RungName, Source>>> = {
  unit: "unit",
  pid: "process",
  port: "port",
  healthz: "healthz",
  startupz: "startupz",
  readyz: "readyz",
};

function ladderBlock(state: State) {
  return ladder(state).map(({ rung, status, ms, why }) => {
    const asked = rungSources[rung];
    const from = asked ? block(state, asked).origin : { source: rung === "ws" ? "link" : "round trip", at: state.rpcMs?.at ?? null };
    return { rung, status, ms: rounded(ms, 2), why, source: from.source, at: from.at };
  });
}

function gatewayBlock(state: State) {
  const hello = state.link.phase === "open" ? state.link.hello : null;
  const rss = facts.rssFact(state);
  const loop = fact(facts.eventLoopFact(state));
  const process = block(state, "process").value;
  return {
    source: rss?.from ?? (hello ? "hello" : "none"),
    at: rss?.at ?? (hello ? state.now : null),
    version: fact(facts.versionFact(state)),
    protocol: hello?.protocol ?? null,
    pid: fact(facts.pidFact(state)),
    bootId: hello?.bootId ?? null,
    uptimeMs: fact(facts.servingUptimeFact(state)),
    processUptimeMs: fact(facts.processUptimeFact(state)),
    rssBytes: rss?.value ?? null,
    // Set on the process; null when nothing but the host's memory limits it.
    memoryLimitBytes: process?.found ? (process.memoryLimit?.bytes ?? null) : null,
    cpuCores: rounded(fact(facts.cpuFact(state)), 3),
    eventLoop: { delayP99Ms: loop?.delayP99Ms ?? null, utilization: loop?.utilization ?? null, degraded: loop?.degraded ?? null },
    openHandles: fact(facts.openHandlesFact(state)),
    connections: process?.found ? process.connections : null,
    suspension: state.suspension,
  };
}

function hostBlock(state: State) {
  const { value, origin: from } = block(state, "host");
  const system = block(state, "systemInfo");
  const told = system.value;
  if (value === null && told !== null) {
    const used = told.memoryTotalBytes !== null && told.memoryFreeBytes !== null ? told.memoryTotalBytes - told.memoryFreeBytes : null;
    const disk = told.diskTotalBytes !== null && told.diskAvailableBytes !== null && told.diskTotalBytes > 0;
    return {
      ...system.origin,
      hostname: told.hostname,
      cpuPercent: null,
      memoryUsedBytes: used,
      memoryTotalBytes: told.memoryTotalBytes,
      load1: told.load1,
      diskUsedPercent: disk ? Math.round(100 * (1 - (told.diskAvailableBytes ?? 0) / (told.diskTotalBytes ?? 1))) : null,
    };
  }
  return {
    ...from,
    hostname: value?.hostname ?? null,
    cpuPercent: rounded(value?.cpuPercent ?? null, 1),
    memoryUsedBytes: value?.memoryUsedBytes ?? null,
    memoryTotalBytes: value?.memoryTotalBytes ?? null,
    load1: value?.load1 ?? null,
    diskUsedPercent: rounded(value?.diskUsedPercent ?? null, 1),
  };
}

function messagesBlock(state: State) {
  const { origin: from } = block(state, "stability");
  const traffic = state.traffic;
  return {
    ...from,
    received: traffic && receivedCount(traffic),
    processed: traffic?.processed ?? null,
    failed: traffic?.failed ?? null,
    errorRate: traffic && rounded(errorRate(traffic), 4),
    p95Ms: traffic && percentile(traffic.durationsMs, 0.95),
    webhooks: traffic?.webhooks ?? { received: null, processed: null, errors: null },
    detector: traffic && traffic.detector.slice(-20).map(({ type, at, reason, ageMs }) => ({ type, at, reason, ageMs })),
  };
}

/** The gateway answers zeros while it counts: those are unknown. `unpricedToday`: runs whose cost it does not know. */
function usageBlock(state: State) {
  const { value, origin: from } = block(state, "cost");
  const today = value?.fresh === true ? value.days.at(-1) : undefined;
  return {
    ...from,
    tokensToday: today?.tokens ?? null,
    costTodayUsd: rounded(today?.usd ?? null, 4),
    unpricedToday: today?.unpriced ?? null,
  };
}

/** One snapshot of everything, JSON-ready. */
export function snapshotJson(state: State) {
  const { level, summary } = verdict(state);
  return {
    schema: "gatetop/1",
    at: state.now,
    target: targetBlock(state),
    verdict: { level, summary, source: "gatetop", at: state.now },
    ladder: ladderBlock(state),
    gateway: gatewayBlock(state),
    host: hostBlock(state),
    channels: channelsBlock(state),
    lanes: lanesBlock(state),
    sessions: sessionsBlock(state),
    messages: messagesBlock(state),
    usage: usageBlock(state),
    restarts: restartsBlock(state),
    alerts: alertsBlock(state),
  };
}
