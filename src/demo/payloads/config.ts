// RPC config.get, secrets redacted, and RPC logs.tail.
import { logLines, type Farewell } from "../history.ts";
import type { LogLine } from "../scenario.ts";
import { hostname, type World } from "../world.ts";
import { accountsOf, byChannel } from "./channels.ts";

const redacted = "__OPENCLAW_REDACTED__";
const home = "/home/operator/.openclaw";
const configPath = `${home}/openclaw.json`;

/** What stands in the file. */
function written(world: World): Readonly<Record<string, unknown>> {
  return {
    gateway: { mode: "local", bind: "loopback", port: 18789, auth: { mode: "token", token: redacted } },
    agents: { defaults: { maxConcurrent: world.scenario.laneLimits["main"] ?? 4 } },
    channels: byChannel(world, (channel) => ({
      enabled: true,
      accounts: Object.fromEntries(
        accountsOf(world, channel).map(({ script }) => [script.account, script.enabled ? { botToken: redacted } : { enabled: false }]),
      ),
    })),
  };
}

/** `config` holds the defaults as well: `commands.restart` is there though nobody configured it. */
export function configGet(world: World): Readonly<Record<string, unknown>> {
  const source = written(world);
  const config = { ...source, commands: { native: "auto", nativeSkills: "auto", restart: true } };
  const old = world.scenario.release === "2026.5.7";
  const hash = "hmac-sha256:v1:demo";
  return {
    path: configPath,
    exists: true,
    raw: old ? null : JSON.stringify(source, null, 2),
    parsed: source,
    sourceConfig: source,
    resolved: source,
    valid: true,
    runtimeConfig: config,
    config,
    hash,
    issues: [],
    warnings: [],
    legacyIssues: [],
    ...(old
      ? {}
      : {
          includedPaths: [],
          includeProvenance: [],
          agentRosterIncludeOwned: false,
          bindingsIncludeOwned: false,
          configRevisionHash: hash,
          appliedConfigHash: hash,
        }),
  };
}

const levelIds = { INFO: 3, WARN: 4, ERROR: 5 } as const;

function lineOf(world: World, { ms, subsystem, text, level, facts }: LogLine): string {
  const time = new Date(world.epoch(ms)).toISOString();
  const named = level ?? "INFO";
  const name = JSON.stringify({ subsystem });
  const meta = { runtime: "node", runtimeVersion: "24.21.0", hostname, date: time, logLevelId: levelIds[named], logLevelName: named, name };
  const said = facts === undefined ? { 1: text } : { 1: facts, 2: text };
  return JSON.stringify({ 0: name, ...said, _meta: meta, time: time.replace("Z", "+00:00"), hostname, message: text });
}

type Tail = { readonly ok: true; readonly payload: unknown } | { readonly ok: false; readonly error: { code: string; message: string } };

/** Of all the gateway writes, only what tells of restarts and of trouble. `cursor` counts bytes. */
export function logsTail(world: World, farewells: readonly Farewell[], params: Readonly<Record<string, unknown>>): Tail {
  const { limit = 500, cursor = 0 } = params;
  if (typeof limit !== "number" || limit < 1) {
    return { ok: false, error: { code: "INVALID_REQUEST", message: "invalid logs.tail params: at /limit: must be >= 1" } };
  }
  let end = 0;
  const lines = logLines(world, farewells).map((line) => {
    const text = lineOf(world, line);
    end += Buffer.byteLength(text) + 1;
    return { text, end };
  });
  const wanted = lines.filter((line) => line.end > Number(cursor));
  return {
    ok: true,
    payload: {
      file: "/tmp/openclaw/openclaw-2026-11-20.log",
      cursor: end,
      size: end,
      lines: wanted.slice(-limit).map(({ text }) => text),
      truncated: wanted.length > limit,
      reset: Number(cursor) > end,
    },
  };
}
