// What the gateway says of its own process: health, status, system.info.
import type { GatewayHealth, GatewayStatus, SystemInfo } from "../../model/gateway.ts";
import { bool, decoding, nested, num, text, type Fields } from "./field.ts";
import { eventLoopOf, memoryOf } from "./gauges.ts";

const PLUGIN_ERRORS_MAX = 50;

/** RPC and event `health`. */
export function decodeHealth(payload: unknown): GatewayHealth {
  return decoding("health", payload, (from) => ({
    ok: bool(from, "ok"),
    builtAt: num(from, "ts"),
    durationMs: num(from, "durationMs"),
    eventLoop: eventLoopOf(from),
    modelRuntimeDegraded: bool(nested(from, "modelRuntime"), "degraded"),
    pluginErrors: pluginErrors(nested(from, "plugins")),
    configReload: text(nested(from, "configReload"), "hotReloadStatus"),
  }));
}

/** "id: error" per broken plugin; `plugins.errors[]` is `{id, error, …}`, in words of a plugin or a plain text. */
function pluginErrors(plugins: Fields): readonly string[] {
  const errors = plugins["errors"];
  if (!Array.isArray(errors)) return [];
  return (errors as readonly unknown[]).slice(0, PLUGIN_ERRORS_MAX).flatMap((item) => {
    const row = nested({ item }, "item");
    const said = text(row, "error") ?? text({ item }, "item");
    const id = text(row, "id", 80);
    if (said === null) return id === null ? [] : [id];
    return [id === null ? said : `${id}: ${said}`];
  });
}

/** RPC `status`; only what no other source tells. */
export function decodeStatus(payload: unknown): GatewayStatus {
  return decoding("status", payload, (from) => ({
    version: text(from, "runtimeVersion", 60),
    pid: num(from, "pid"),
    memory: memoryOf(from),
    eventLoop: eventLoopOf(from),
  }));
}

/** RPC `system.info`, since 2026.7.1. */
export function decodeSystemInfo(payload: unknown): SystemInfo {
  return decoding("system.info", payload, (from) => ({
    pid: num(from, "pid"),
    processInstanceId: text(from, "processInstanceId", 80),
    uptimeMs: num(from, "uptimeMs"),
    hostname: text(from, "hostname", 80),
    platform: text(from, "platform", 40),
    nodeVersion: text(from, "nodeVersion", 40),
    memory: memoryOf(from),
    eventLoop: eventLoopOf(from),
    cpuCount: num(from, "cpuCount"),
    load1: firstNum(from, "loadAverage"),
    memoryTotalBytes: num(from, "memoryTotalBytes"),
    memoryFreeBytes: num(from, "memoryFreeBytes"),
    diskTotalBytes: num(from, "diskTotalBytes"),
    diskAvailableBytes: num(from, "diskAvailableBytes"),
  }));
}

function firstNum(from: Fields, name: string): number | null {
  const value = from[name];
  return Array.isArray(value) ? num({ first: (value as readonly unknown[])[0] }, "first") : null;
}
