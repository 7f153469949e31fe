// The two blocks several answers share: `eventLoop` and `processMemory`.
import type { EventLoop, ProcessMemory } from "../../model/gateway.ts";
import { bool, maybe, num, texts, type Fields } from "./field.ts";

/** `eventLoop` of system.info, health, status, channels.status and /readyz; since 2026.5. */
export function eventLoopOf(from: Fields): EventLoop | null {
  const loop = maybe(from, "eventLoop");
  if (loop === null) return null;
  // 2026.5.7 tells 0 ms of a loop it calls degraded: it has not measured, which is no delay of 0.
  const unmeasured = bool(loop, "degraded") === true && num(loop, "delayP99Ms") === 0;
  return {
    degraded: bool(loop, "degraded"),
    degradedSinceMs: num(loop, "degradedSinceMs"),
    reasons: texts(loop, "reasons"),
    delayP99Ms: unmeasured ? null : num(loop, "delayP99Ms"),
    delayMaxMs: unmeasured ? null : num(loop, "delayMaxMs"),
    utilization: num(loop, "utilization"),
    cpuCoreRatio: num(loop, "cpuCoreRatio"),
  };
}

/** `processMemory` of status (since 2026.8.1) and system.info (since 2026.9.5); null without an rss. */
export function memoryOf(from: Fields): ProcessMemory | null {
  const memory = maybe(from, "processMemory");
  const rssBytes = memory === null ? null : num(memory, "rssBytes");
  if (memory === null || rssBytes === null) return null;
  return {
    rssBytes,
    heapUsedBytes: num(memory, "heapUsedBytes"),
    heapTotalBytes: num(memory, "heapTotalBytes"),
    externalBytes: num(memory, "externalBytes"),
    arrayBuffersBytes: num(memory, "arrayBuffersBytes"),
  };
}
