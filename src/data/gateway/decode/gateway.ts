// What the gateway says of its own process: health, status, system.info.
import type { FailedDeliveries, GatewayHealth, GatewayStatus, SystemInfo } from "../../model/gateway.ts";
import { bool, decoding, maybe, nested, num, text, texts, type Fields } from "./field.ts";
import { eventLoopOf, memoryOf } from "./gauges.ts";

const PLUGIN_ERRORS_MAX = 50;
const QUEUES_MAX = 50;
const DISKS_MAX = 50;

/** RPC and event `health`. */
export function decodeHealth(payload: unknown): GatewayHealth {
  return decoding("health", payload, (from) => ({
    ok: bool(from, "ok"),
    builtAt: num(from, "ts"),
    durationMs: num(from, "durationMs"),
    eventLoop: eventLoopOf(from),
    modelRuntimeDegraded: bool(nested(from, "modelRuntime"), "degraded"),
    pluginErrors: pluginErrors(nested(from, "plugins")),
    pluginsUnavailable: pluginsUnavailable(nested(from, "plugins")),
    configReload: text(nested(from, "configReload"), "hotReloadStatus", 40),
    failedDeliveries: failedDeliveries(from),
  }));
}

/** Objects of a list; anything else in it is left out. */
const objects = (from: Fields, name: string, max: number): readonly Fields[] | null => {
  const list = from[name];
  if (!Array.isArray(list)) return null;
  return (list as readonly unknown[])
    .slice(0, max)
    .map((item) => maybe({ item }, "item"))
    .filter((row) => row !== null);
};

/** "id: error" per broken plugin; `plugins.errors[]` is `{id, error, …}`, in words of a plugin or a plain text. */
function pluginErrors(plugins: Fields): readonly string[] | null {
  const errors = plugins["errors"];
  if (!Array.isArray(errors)) return null;
  return (errors as readonly unknown[]).slice(0, PLUGIN_ERRORS_MAX).flatMap((item) => {
    const row = nested({ item }, "item");
    const said = text(row, "error") ?? text({ item }, "item");
    const id = text(row, "id", 80);
    if (said === null) return id === null ? [] : [id];
    return [id === null ? said : `${id}: ${said}`];
  });
}

/** `plugins.unavailable[]`: ids, or rows with one. */
function pluginsUnavailable(plugins: Fields): readonly string[] | null {
  const listed = plugins["unavailable"];
  if (!Array.isArray(listed)) return null;
  const named = (objects(plugins, "unavailable", PLUGIN_ERRORS_MAX) ?? []).map((row) => text(row, "id", 80) ?? text(row, "pluginId", 80));
  return [...texts(plugins, "unavailable", PLUGIN_ERRORS_MAX), ...named.filter((id) => id !== null)];
}

/** `deliveryQueues` came together with `configReload`, and is left out while nothing failed. */
function failedDeliveries(from: Fields): readonly FailedDeliveries[] | null {
  const queues = maybe(from, "deliveryQueues");
  if (queues === null) return maybe(from, "configReload") === null ? null : [];
  const of = (name: string, direction: FailedDeliveries["direction"], queueOf: (row: Fields) => string | null) =>
    (objects(queues, name, QUEUES_MAX) ?? []).map((row): FailedDeliveries => {
      return { queue: queueOf(row) ?? "?", direction, count: num(row, "count") ?? 1, oldestAt: num(row, "oldestFailedAt") };
    });
  return [...of("failed", "out", (row) => text(row, "queueName", 80)), ...of("ingressFailed", "in", accountOf)];
}

const accountOf = (row: Fields): string => `${text(row, "channelId", 80) ?? "?"}/${text(row, "accountId", 120) ?? "?"}`;

function disksOf(from: Fields): SystemInfo["disks"] {
  return (objects(from, "disks", DISKS_MAX) ?? []).flatMap((row) => {
    const [path, totalBytes, availableBytes] = [text(row, "path", 200), num(row, "totalBytes"), num(row, "availableBytes")];
    return path === null || totalBytes === null || availableBytes === null ? [] : [{ path, totalBytes, availableBytes }];
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
    disks: disksOf(from),
  }));
}

function firstNum(from: Fields, name: string): number | null {
  const value = from[name];
  return Array.isArray(value) ? num({ first: (value as readonly unknown[])[0] }, "first") : null;
}
