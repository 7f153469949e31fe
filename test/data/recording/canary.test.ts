// Nothing private survives in a recording or a report: every text of every payload is a token, a key, a message, a number.
import { readFileSync, rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { markdownOf } from "../../../src/cli/report/report.ts";
import { loadLate } from "../../../src/cli/late.ts";
import type { Event, Push, Sampled } from "../../../src/data/events.ts";
import { DecodeError } from "../../../src/data/gateway/decode/field.ts";
import { decodeHello } from "../../../src/data/gateway/decode/hello.ts";
import { decodePush } from "../../../src/data/gateway/decode/push.ts";
import type { LogLineIn } from "../../../src/data/logs/log-book.ts";
import { pseudonyms } from "../../../src/data/recording/names.ts";
import { scrubbedEvent } from "../../../src/data/recording/scrub-event.ts";
import { sourceNames, sources, type Source } from "../../../src/data/snapshot.ts";
import { respond } from "../../../src/demo/methods.ts";
import { hello } from "../../../src/demo/payloads/hello.ts";
import { happeningsBetween } from "../../../src/demo/happenings.ts";
import { pushesFor } from "../../../src/demo/pushes.ts";
import { createRing } from "../../../src/demo/ring.ts";
import { scenarios, type ScenarioName } from "../../../src/demo/scenarios.ts";
import { worldAt } from "../../../src/demo/world.ts";
import { probes } from "../../../src/probes/index.ts";
import { Missing, RpcFailure, type World } from "../../../src/probes/probe.ts";
import { canaries, canariesIn, poisoner, type Poison } from "../../support/canaries.ts";
import { restartCase, watchedAll } from "../../support/restart-case.ts";
import { START, target } from "../../support/scene.ts";
import { dir, first, folded, recorded } from "../../cli/replay/scene.ts";

beforeAll(loadLate);
afterAll(() => rmSync(dir, { recursive: true }));

/** Asks the demo's RPCs, and gets each answer with canaries in it. */
function poisonedWorld(name: ScenarioName, how: Poison): World {
  const scenario = scenarios[name];
  const world = worldAt(scenario, scenario.showAtMs, START - scenario.showAtMs);
  const ring = createRing(scenario, scenario.showAtMs - 900_000, START - scenario.showAtMs);
  ring.advance(scenario.showAtMs, scenario);
  const poison = poisoner(how);
  const unasked = (): never => {
    throw new Error("not asked here");
  };
  return {
    now: () => START,
    request: (method: string, params: unknown) => {
      const asked = { world, ring, clients: [], scopes: ["operator.admin"], control: null, subscribe: () => undefined };
      const answer = respond(method, params, asked);
      return answer.ok
        ? Promise.resolve(poison(answer.payload))
        : Promise.reject(new RpcFailure(answer.error.code, answer.error.message, true));
    },
    methods: () => [],
    connect: unasked,
    getJson: unasked,
    readText: unasked,
    listDir: unasked,
    readLink: unasked,
    diskUsedPercent: unasked,
    fileSize: unasked,
    readTail: unasked,
    run: unasked,
    queryDatabase: unasked,
    platform: "linux",
    hostname: () => canaries[7]?.text ?? "",
    uid: null,
    systeminformation: unasked,
  } as unknown as World;
}

async function sampledFrom(world: World, source: Source): Promise<readonly Event[]> {
  const context = { target, last: () => null, reportedPid: null };
  try {
    const value = await probes[source].read(world, context);
    return [{ type: "sampled", source, at: START, value, from: sources[source].from, tookMs: 1 } as Sampled];
  } catch (error) {
    if (error instanceof DecodeError || error instanceof RpcFailure || error instanceof Missing)
      return [{ type: "failed", source, at: START, why: error.message }];
    throw error;
  }
}

function pushedFrom(name: ScenarioName, how: Poison): readonly Push[] {
  const scenario = scenarios[name];
  const poison = poisoner(how);
  return happeningsBetween(scenario, scenario.showAtMs - 120_000, scenario.showAtMs)
    .flatMap((happening) => pushesFor(scenario, happening, START))
    .map(({ event, payload }) => decodePush(event, poison(payload), START));
}

/** Fields whose text comes from outside, wherever they are. */
const open =
  /^(?:why|fix|reason|message|path|host|hostname|name|unit|detail|ownerId|bootId|invocationId|processInstanceId|command|summary|startupReason|result|state|version|url|stateDir|configPath|profile|tlsFingerprint|code|subject|sentence|account|sessionKey|runId|lifecycle|pendingReason|value|file|setting|found|wanted|id|key|competing|files|failing|suppressed|subsystem|session)$/u;

/** Words of lists of ours that stand in fields of such names. */
const ours = /^\/(?:healthz|startupz|readyz)$/u;

/** What no RPC tells: texts of open fields replaced. */
function poisonedEvent<T>(event: T): T {
  let next = 0;
  const each = (value: unknown, key: string): unknown => {
    if (typeof value === "string") {
      if (!open.test(key) || ours.test(value)) return value;
      next += 1;
      return canaries[next % canaries.length]?.text;
    }
    if (Array.isArray(value)) return value.map((item) => each(item, key));
    if (value instanceof Map) return new Map([...value].map(([name, held]) => [`telegram/${String(name)} Kuchen`, held]));
    if (typeof value !== "object" || value === null) return value;
    // What a command said is anything; what a line of the log said is one of our words.
    const said = "kind" in value && value.kind === "commanded" ? { said: canaries[next % canaries.length]?.text } : {};
    return { ...Object.fromEntries(Object.entries(value).map(([name, held]) => [name, each(held, name)])), ...said };
  };
  return each(event, "") as T;
}

const rpcs = sourceNames.filter((source) => sources[source].via === "rpc");

const logLine = (message: string): LogLineIn => ({
  at: START,
  level: "error",
  subsystem: canaries[5]?.text ?? "",
  session: `agent:main:telegram:direct:${canaries[2]?.text}`,
  message,
});

async function everything(name: ScenarioName, how: Poison): Promise<readonly Event[]> {
  const world = poisonedWorld(name, how);
  const scenario = scenarios[name];
  const grant = { connId: "c", scopes: ["operator.read"], methods: ["health"], clients: [], stateVersion: { presence: 1, health: 1 } };
  const greeting = poisoner(how)(hello(worldAt(scenario, scenario.showAtMs, START), grant)) as Readonly<Record<string, unknown>>;
  const open: Event = {
    type: "link",
    at: START,
    link: { phase: "open", since: START, generation: 1, hello: decodeHello({ ...greeting, protocol: 4 }) },
  };
  const sampled = await Promise.all(rpcs.map((source) => sampledFrom(world, source)));
  const restarts = ["rpc-deferred", "usr2-commands-restart-false", "systemctl-restart"].map((of): Event => ({
    type: "run",
    at: START,
    run: watchedAll(restartCase(of)),
  }));
  const at = START;
  const alone: readonly Event[] = [
    { type: "target", at, target: { ...target, local: false, profile: "p", stateDir: "s", configPath: "c", tlsFingerprint: "f" } },
    {
      type: "link",
      at,
      link: {
        phase: "waiting",
        since: at,
        retryAt: at,
        attempt: 1,
        why: "w",
        code: 1006,
        announced: { at, kind: "stop", expectedMs: null, reason: "r" },
      },
    },
    { type: "link", at, link: { phase: "refused", since: at, refusal: { code: "c", why: "w", fix: "f" }, retryAt: null } },
    ...sourceNames.map((source): Event => ({ type: "failed", source, at, why: "w" })),
    { type: "missing", source: "host", at, why: "w" },
    { type: "sampled", source: "process", at, from: "f", tookMs: 1, value: { found: false, why: "w" } },
    {
      type: "sampled",
      source: "host",
      at,
      from: "f",
      tookMs: 1,
      value: { hostname: "h", cpuPercent: 1, cpuCount: 1, memoryUsedBytes: 1, memoryTotalBytes: 2, load1: 1, diskUsedPercent: 1 },
    },
    { type: "sampled", source: "unit", at, from: "f", tookMs: 1, value: { supervisor: "systemd-user", unit: "u", active: true } },
    {
      type: "sampled",
      source: "supervisor",
      at,
      from: "f",
      tookMs: 1,
      value: { found: false, why: "w", problems: [{ problem: "no-bus", why: "w", fix: "f" }] },
    },
    {
      type: "sampled",
      source: "bootHistory",
      at,
      from: "f",
      tookMs: 1,
      value: [{ bootId: "b", pid: 1, startedAt: at, completedAt: at, outcome: "planned_restart", reason: "r", startupReason: "s" }],
    },
    { type: "sampled", source: "port", at, from: "f", tookMs: 1, value: { outcome: "refused", ms: 1, why: "w" } },
    {
      type: "sampled",
      source: "readyz",
      at,
      from: "f",
      tookMs: 1,
      value: {
        outcome: "answered",
        status: 503,
        ms: 1,
        why: "w",
        body: { ready: false, failing: ["f"], suppressed: ["s"], uptimeMs: 1, eventLoop: null },
      },
    },
    {
      type: "sampled",
      source: "unitAudit",
      at,
      from: "f",
      tookMs: 1,
      value: {
        settings: {
          kind: "systemd-user",
          unit: "u",
          files: ["f"],
          settings: { Restart: { name: "Restart", value: "v", file: "f", line: 1 } },
          needsReload: false,
          lingers: true,
          competing: ["c"],
        },
        why: "w",
        findings: [{ id: "restart-policy", status: "fault", severity: "crit", setting: "s", found: "f", wanted: "w", why: "w", fix: "f" }],
      },
    },
    { type: "journal", at, restarts: [{ at, earliest: at, latest: at, bootId: "b", cause: "crash", from: "journal", reason: "r" }] },
    {
      type: "mutes",
      at,
      mutes: [
        { id: "abcdef", kind: "maintenance", key: null, since: at, until: at + 1, by: canaries[6]?.text ?? "", reason: "r" },
        { id: "abcde0", kind: "ack", key: "k", since: at, until: null, by: canaries[6]?.text ?? "", reason: null },
      ],
    },
    { type: "live-probe", at, probe: { at, account: "a", outcome: "failed", why: "w", tookMs: 1 } },
    { type: "note", at, text: "t", tone: "bad" },
    {
      type: "progress",
      at,
      progress: {
        action: "channel",
        subject: "s",
        step: "over",
        outcome: { kind: "failed", done: false, sentence: "s", fix: "f", code: "c", sent: true, exit: 1 },
      },
    },
    { type: "no-log", at, why: "w" },
    ...restarts,
  ];
  const poisoned = alone.map((event) => poisonedEvent(event));
  const lines: Event = {
    type: "log",
    at,
    batch: {
      where: "anew",
      first: 1,
      way: "file",
      file: canaries[7]?.text ?? "",
      sizeBytes: 1,
      olderThere: false,
      gap: null,
      lines: canaries.map(({ text }) => logLine(text)),
    },
  };
  return [
    open,
    ...sampled.flat(),
    { type: "pushed", at, pushes: pushedFrom(name, how) },
    ...poisoned,
    lines,
    { type: "clock", at: at + 60_000 },
  ];
}

const cases: readonly (readonly [ScenarioName, Poison])[] = (
  ["channel-down", "stuck-session", "old-gateway", "cost-cron-credentials"] as const
).flatMap((name) => [[name, "instead"] as const, [name, "behind"] as const]);

describe.each(cases)("%s, a canary %s each text", (name, how) => {
  test("every source is told, and holds canaries", async () => {
    const events = await everything(name, how);
    const told = new Set(events.flatMap((event) => (event.type === "sampled" ? [event.source] : [])));
    expect(told.size).toBeGreaterThan(12);
    expect(canariesIn(JSON.stringify(events)).length).toBeGreaterThan(10);
  });

  test("none is in a recording", async () => {
    const { file } = recorded(await everything(name, how));
    const text = readFileSync(file, "utf8");
    expect(text.split("\n").length).toBeGreaterThan(40);
    for (const line of text.split("\n")) expect(canariesIn(line), line.slice(0, 3_000)).toEqual([]);
  });

  test("none is in a report", async () => {
    const state = folded(await everything(name, how), first());
    const errorLines = canaries.map(({ text }) => ({ at: START, subsystem: "gateway", message: `failed: ${text}` }));
    const report = markdownOf(state, false, errorLines);
    expect(report).toContain("## Last errors in the log");
    for (const line of report.split("\n")) expect(canariesIn(line), line).toEqual([]);
  });
});

test.each(canaries)("a $what in any sentence", ({ text }) => {
  const names = pseudonyms();
  for (const words of [text, `failed: ${text}`, `the gateway said "${text}"`, `(${text})`, `a=${text};`]) {
    const event = scrubbedEvent({ type: "note", at: START, text: words, tone: "bad" }, names);
    expect(canariesIn(JSON.stringify(event))).toEqual([]);
  }
});
