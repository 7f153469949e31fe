// Everything the demo says, in every scenario, is something a real gateway of that release says.
import { describe, expect, test } from "vitest";
import { happeningsBetween } from "../../src/demo/happenings.ts";
import { methodNames, respond } from "../../src/demo/methods.ts";
import { hello } from "../../src/demo/payloads/hello.ts";
import { healthz, readyz, startupz } from "../../src/demo/payloads/probes.ts";
import { presence, type Client } from "../../src/demo/payloads/presence.ts";
import { pushesFor } from "../../src/demo/pushes.ts";
import { createRing } from "../../src/demo/ring.ts";
import type { Release, Scenario } from "../../src/demo/scenario.ts";
import { scenarioNames, scenarios } from "../../src/demo/scenarios.ts";
import { worldAt } from "../../src/demo/world.ts";
import { againstCapture, againstSchema } from "./schema.ts";

const startAt = Date.UTC(2026, 10, 20, 14, 3, 0);
/** Before the start, at it, and through every script. */
const moments = [-600_000, 0, 3_000, 12_000, 21_000, 26_000, 300_000];

type Row = Readonly<Record<string, unknown>>;
type Part = { readonly definition: string; readonly of: (payload: Row) => readonly unknown[] };

const whole = (definition: string): Part => ({ definition, of: (payload) => [payload] });
const list = (definition: string, field: string): Part => ({ definition, of: (payload) => payload[field] as readonly unknown[] });

const rpcParts: Readonly<Record<string, Part>> = {
  "hello-ok": whole("HelloOk"),
  health: whole("Snapshot.health"),
  "system.info": whole("SystemInfoResult"),
  "channels.status": whole("ChannelsStatusResult"),
  "sessions.list": list("SessionRow", "sessions"),
  "tasks.list": whole("TasksListResult"),
  "audit.activity.list": list("AuditActivityEventV1", "events"),
  "system-presence": { definition: "PresenceEntry", of: (payload) => payload as unknown as readonly unknown[] },
};

const eventParts: Readonly<Record<string, Part>> = {
  tick: whole("TickEvent"),
  shutdown: whole("ShutdownEvent"),
  health: whole("Snapshot.health"),
  agent: whole("AgentEvent"),
  task: { definition: "TaskSummary", of: ({ task }) => [task] },
  presence: list("PresenceEntry", "presence"),
  "sessions.changed": { definition: "SessionRow", of: ({ session }) => (session === undefined ? [] : [session]) },
  "gateway.suspension": whole("Snapshot.suspension"),
};

function complaints(release: Release, kind: "rpc" | "events", name: string, payload: unknown): readonly string[] {
  const part = (kind === "rpc" ? rpcParts : eventParts)[name];
  const bySchema = part === undefined ? [] : part.of(payload as Row).flatMap((value) => againstSchema(part.definition, value));
  return [...bySchema, ...againstCapture(release, kind, name, payload)].map((complaint) => `${name}: ${complaint}`);
}

const someone: Client = {
  displayName: "gatetop",
  version: "0.1.0",
  platform: "linux",
  mode: "ui",
  deviceId: "d".repeat(64),
  instanceId: "i-1",
  scopes: ["operator.read"],
  since: startAt,
};

const connection = {
  connId: "c1",
  scopes: ["operator.read"],
  clients: [someone],
  stateVersion: { presence: 1, health: 1 },
};

describe.each(scenarioNames)("%s", (name) => {
  const scenario: Scenario = scenarios[name];
  const { release } = scenario;

  test("answers every method it lists, as that release does", () => {
    const ring = createRing(scenario, -900_000, startAt);
    for (const elapsedMs of moments) {
      const world = worldAt(scenario, elapsedMs, startAt);
      ring.advance(elapsedMs, scenario);
      for (const method of methodNames(release)) {
        const answer = respond(method, method === "diagnostics.stability" ? { limit: 1000 } : {}, {
          world,
          ring,
          clients: [someone],
          scopes: someone.scopes,
          control: null,
          subscribe: () => undefined,
        });
        if (answer.ok) expect(complaints(release, "rpc", method, answer.payload), `at ${elapsedMs}`).toEqual([]);
        else expect(againstSchema("ErrorShape", answer.error)).toEqual([]);
      }
      expect(complaints(release, "rpc", "hello-ok", hello(world, { ...connection, methods: methodNames(release) }))).toEqual([]);
    }
  });

  test("pushes what that release pushes", () => {
    const seen = new Set<string>();
    for (const happening of happeningsBetween(scenario, -400_000, 120_000)) {
      for (const { event, payload } of pushesFor(scenario, happening, startAt)) {
        seen.add(event);
        expect(complaints(release, "events", event, payload)).toEqual([]);
      }
    }
    const shown = { presence: presence(worldAt(scenario, 0, startAt), [someone]) };
    expect(complaints(release, "events", "presence", shown)).toEqual([]);
    expect([...seen]).toEqual(expect.arrayContaining(["tick", "health", "agent", "sessions.changed"]));
  });

  test("serves the probe pages of that release", () => {
    for (const elapsedMs of moments) {
      const world = worldAt(scenario, elapsedMs, startAt);
      const pages = { healthz: healthz(), startupz: startupz(world), readyz: readyz(world) };
      for (const [path, answer] of Object.entries(pages)) {
        if ("json" in answer) expect(againstCapture(release, "http", path, answer.json)).toEqual([]);
        else expect(answer.html).toMatch(/^<!doctype html>/u);
      }
    }
  });
});

test("a payload that is wrong is found out", () => {
  const world = worldAt(scenarios.calm, 0, startAt);
  const good = hello(world, { ...connection, methods: [] }) as Row;
  expect(complaints("2026.9.6", "rpc", "hello-ok", { ...good, protocol: "4" })).not.toEqual([]);
  expect(complaints("2026.9.6", "rpc", "hello-ok", { ...good, invented: true })).not.toEqual([]);
  expect(complaints("2026.9.6", "events", "tick", { at: 1 })).not.toEqual([]);
});
