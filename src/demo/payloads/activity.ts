// RPC audit.activity.list: what the runs of the script leave in the gateway's ledger.
import type { Params } from "../methods.ts";
import { chance, uuid } from "../noise.ts";
import { runId, sessionId } from "../identity.ts";
import { runsBetween, type Run } from "../runs.ts";
import type { Scenario } from "../scenario.ts";
import type { World } from "../world.ts";

/** The ledger begins so long before the scenario: a page holds less. */
const BEGAN_MS = -90 * 60_000;
const TOOL_EVERY_MS = 12_000;
const DEFAULT_LIMIT = 100;

const tools = ["read", "web_search", "memory_search", "exec", "read", "apply_patch"] as const;

type Row = Readonly<Record<string, unknown>>;
type Line = { readonly at: number; readonly row: Row };

const hex = (...parts: readonly (string | number)[]): string => uuid(...parts).replaceAll("-", "");
const ref = (...parts: readonly string[]): string => `hmac-sha256:v1:${hex("audit key")}:${hex(...parts)}${hex(...parts, "more")}`;

function base(run: Run, kind: string, actor: Row): Row {
  return { redaction: "metadata_only", agentId: run.session.agent, runId: runId(run), kind, eventType: kind, actor };
}

function agentRow(run: Run, kind: "agent_run" | "tool_action", more: Row): Row {
  const actor = { type: "agent", id: run.session.agent };
  return { ...base(run, kind, actor), sessionKey: run.session.key, sessionId: sessionId(run.session), ...more };
}

function runLines(run: Run): readonly Line[] {
  if (run.startedAt === null) return [];
  const began: Line = { at: run.startedAt, row: agentRow(run, "agent_run", { action: "agent.run.started", status: "started" }) };
  if (run.endedAt === null) return [began];
  const [status, errorCode] =
    run.cut !== null ? ["cancelled", "run_cancelled"] : run.failed !== null ? ["failed", "run_failed"] : ["succeeded"];
  const row = agentRow(run, "agent_run", { action: "agent.run.finished", status, ...(errorCode === undefined ? {} : { errorCode }) });
  return [began, { at: run.endedAt, row }];
}

function toolLines(run: Run, untilMs: number): readonly Line[] {
  if (run.startedAt === null || run.silent) return [];
  const until = Math.min(untilMs, (run.endedAt ?? Infinity) - 2_000);
  const lines: Line[] = [];
  for (let nth = 0, at = run.startedAt + 1_900; at <= until; nth += 1, at += TOOL_EVERY_MS) {
    const drawn = chance(run.session.key, run.nth, nth, "tool");
    const call = {
      toolCallId: `sha256:${hex(run.session.key, run.nth, nth)}`,
      toolName: tools[Math.floor(drawn * tools.length)] ?? "read",
    };
    const failed = chance(run.session.key, run.nth, nth, "failed") > 0.95;
    lines.push({ at, row: agentRow(run, "tool_action", { ...call, action: "tool.action.started", status: "started" }) });
    lines.push({
      at: at + 120 + Math.round(drawn * 1_600),
      row: agentRow(run, "tool_action", {
        ...call,
        action: "tool.action.finished",
        ...(failed ? { status: "failed", errorCode: "tool_failed" } : { status: "succeeded" }),
      }),
    });
  }
  return lines;
}

/** Only of people: what a job says is delivered nowhere. */
function messageLines(run: Run): readonly Line[] {
  const { via, key } = run.session;
  if (via === null || run.startedAt === null || run.endedAt === null) return [];
  const refs = { channel: via.channel, accountRef: ref(via.channel, via.account), conversationRef: ref("conversation", key) };
  const message = (direction: string, actor: Row, more: Row): Row => ({
    ...base(run, "message", actor),
    eventType: `${direction}_message`,
    ...refs,
    conversationKind: run.session.kind === "group" ? "group" : "direct",
    direction,
    ...more,
  });
  const worked = { status: "succeeded", resultCount: 1, durationMs: run.endedAt - run.createdAt };
  const inbound: Line = {
    at: run.endedAt + 20,
    row: message(
      "inbound",
      { type: "channel_sender", id: ref("sender", key) },
      { action: "message.inbound.processed", outcome: "completed", ...worked },
    ),
  };
  if (run.failed !== null || run.cut !== null) return [inbound];
  const sent = { action: "message.outbound.finished", outcome: "sent", ...worked, durationMs: 240, deliveryKind: "text" };
  return [inbound, { at: run.endedAt + 260, row: message("outbound", { type: "agent", id: run.session.agent }, sent) }];
}

/** Oldest first, numbered from the beginning on, so that a row keeps its number. */
function ledger(scenario: Scenario, world: World): readonly Row[] {
  const until = world.elapsedMs;
  const lines = scenario.sessions
    .flatMap((session) => runsBetween(session, BEGAN_MS, until))
    .flatMap((run) => [...runLines(run), ...toolLines(run, until), ...messageLines(run)])
    .filter(({ at }) => at >= BEGAN_MS && at <= until)
    .toSorted((a, b) => a.at - b.at);
  return lines.map(({ at, row }, index) => ({
    schemaVersion: 1,
    sequence: index + 1,
    eventId: uuid(scenario.name, "audit", index),
    sourceSequence: index + 1,
    occurredAt: world.epoch(at),
    ...row,
  }));
}

export function activityList(world: World, { limit, cursor }: Params): unknown {
  const all = ledger(world.scenario, world);
  const below = typeof cursor === "string" ? Number(cursor) : Infinity;
  const older = all.slice(0, Math.min(all.length, below - 1));
  const most = typeof limit === "number" ? limit : DEFAULT_LIMIT;
  const events = older.slice(-most).toReversed();
  const last = events.at(-1);
  return { events, ...(last !== undefined && older.length > most ? { nextCursor: String(last["sequence"]) } : {}) };
}
