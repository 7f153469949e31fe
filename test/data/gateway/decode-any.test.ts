// Whatever a gateway sends, a decoder gives a value without holes or says what is missing.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decodeActivity } from "../../../src/data/gateway/decode/activity.ts";
import { decodeApprovals } from "../../../src/data/gateway/decode/approvals.ts";
import { decodeChannels } from "../../../src/data/gateway/decode/channels.ts";
import { decodeCost } from "../../../src/data/gateway/decode/cost.ts";
import { decodeCron } from "../../../src/data/gateway/decode/cron.ts";
import { DecodeError } from "../../../src/data/gateway/decode/field.ts";
import { decodeHealth, decodeStatus, decodeSystemInfo } from "../../../src/data/gateway/decode/gateway.ts";
import { decodeHello } from "../../../src/data/gateway/decode/hello.ts";
import { decodeHealthz, decodeReadyz, decodeStartupz } from "../../../src/data/gateway/decode/http.ts";
import { decodeModelAuth } from "../../../src/data/gateway/decode/model-auth.ts";
import { decodePresence } from "../../../src/data/gateway/decode/presence.ts";
import { decodePush } from "../../../src/data/gateway/decode/push.ts";
import { decodeRestartLog } from "../../../src/data/gateway/decode/restart-log.ts";
import { decodeSession, decodeSessions } from "../../../src/data/gateway/decode/sessions.ts";
import { decodeStability } from "../../../src/data/gateway/decode/stability.ts";
import { decodeTask, decodeTasks } from "../../../src/data/gateway/decode/tasks.ts";
import { decodeLanes, decodePreflight } from "../../../src/data/gateway/decode/work.ts";
import { captured } from "../../support/fixture.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const first = (payload: unknown, name: string): unknown => (payload as Readonly<Record<string, readonly unknown[]>>)[name]?.[0];
const event = (name: string): unknown =>
  (captured("2026.9.6/events") as readonly { readonly event: string; readonly payload: unknown }[]).find((item) => item.event === name)
    ?.payload;

const cases: readonly (readonly [string, unknown, (payload: unknown) => unknown])[] = [
  ["hello", captured("2026.9.1/hello"), decodeHello],
  ["health", captured("2026.9.6/busy/health"), decodeHealth],
  ["status", captured("2026.9.6/read-scope/status"), decodeStatus],
  ["systemInfo", captured("2026.9.6/busy/system.info"), decodeSystemInfo],
  ["channels", captured("2026.9.6/channels/channels.status.noprobe-401"), decodeChannels],
  ["sessions", captured("2026.9.6/hung-run/sessions.list"), decodeSessions],
  ["session", first(captured("2026.9.6/busy/sessions.list"), "sessions"), decodeSession],
  ["tasks", captured("2026.9.1/tasks.list"), decodeTasks],
  ["task", first(captured("2026.9.6/busy/tasks.list"), "tasks"), decodeTask],
  ["lanes", captured("2026.9.6/busy/diagnostics.lanes"), decodeLanes],
  ["stability", captured("2026.9.6/hung-run/diagnostics.stability"), (payload) => decodeStability(payload, 900)],
  ["presence", captured("2026.3.23/system-presence"), decodePresence],
  ["activity", captured("2026.9.6/audit/audit.activity.list"), (payload: unknown) => decodeActivity("audit.activity.list", payload)],
  ["preflight", captured("2026.9.6/hung-run/gateway.restart.preflight"), decodePreflight],
  ["healthz", { ok: true, status: "live" }, decodeHealthz],
  ["startupz", { ok: false, status: "starting", version: "2026.9.6", uptimeMs: 3, pendingReason: "startup-sidecars" }, decodeStartupz],
  ["readyz", { ready: true, failing: ["irc"], uptimeMs: 4, eventLoop: { reasons: [] }, suppressed: ["telegram"] }, decodeReadyz],
  ["cost", captured("2026.9.6/upkeep/usage.cost.refreshing"), decodeCost],
  ["modelAuth", captured("2026.9.6/upkeep/models.authStatus"), decodeModelAuth],
  ["cron", captured("2026.9.6/upkeep/cron.list"), decodeCron],
  ["approvals", [{ id: "a", createdAtMs: 1, expiresAtMs: 2, request: { command: "ls" } }], decodeApprovals],
  ["log", captured("2026.9.6/upkeep/logs.tail"), decodeRestartLog],
  ...["agent", "chat", "task", "sessions.changed", "session.tool", "presence", "shutdown", "health"].map(
    (name) => [`push ${name}`, event(name), (payload: unknown) => decodePush(name, payload, 1)] as const,
  ),
];

const odd = fc.oneof(
  fc.constantFrom<Json>(null, "", 0, -1, 1e308, true, false, [], {}, [null], [[]], "\u001b[2J\u202e", "x".repeat(5_000)),
  fc.jsonValue() as fc.Arbitrary<Json>,
);

/** Each number picks one place of the payload, walking down; what stands there is removed or replaced. */
function mutate(payload: Json, walk: readonly number[], change: Json | undefined): Json | undefined {
  const [step, ...rest] = walk;
  if (step === undefined || payload === null || typeof payload !== "object") return change;
  const names = Object.keys(payload);
  if (names.length === 0) return change;
  const name = names[step % names.length] ?? "";
  const next = mutate((payload as Readonly<Record<string, Json>>)[name] ?? null, rest, change);
  if (Array.isArray(payload))
    return (payload as readonly Json[]).flatMap((item, index) => (String(index) === name ? (next === undefined ? [] : [next]) : [item]));
  const others = Object.entries(payload).filter(([other]) => other !== name);
  return Object.fromEntries(next === undefined ? others : [...others, [name, next]]);
}

/** Paths of values no model may hold. */
function holes(value: unknown, path = ""): readonly string[] {
  if (value === undefined || (typeof value === "number" && !Number.isFinite(value))) return [`${path} = ${String(value)}`];
  if (typeof value === "string" && /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/u.test(value)) return [`${path} is not harmless`];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => holes(inner, `${path}.${name}`));
}

test.each(cases)("%s: any field may be missing or of any type", (_name, payload, decode) => {
  expect(payload).toBeDefined();
  expect(holes(decode(payload))).toEqual([]);
  const changes = fc.array(fc.tuple(fc.array(fc.nat(200), { minLength: 0, maxLength: 5 }), fc.option(odd, { nil: undefined })), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(changes, (list) => {
      const changed = list.reduce<Json | undefined>((json, [walk, change]) => mutate(json ?? null, walk, change), payload as Json);
      try {
        expect(holes(decode(changed))).toEqual([]);
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
        expect(error.message).toMatch(/^[\w./ -]+: .+ (?:is missing|is not an object|is not a list|has the wrong type)$/u);
      }
    }),
    { numRuns: 300 },
  );
});
