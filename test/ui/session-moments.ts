// Moments of the sessions board, on top of those of the whole screen.
import { act } from "../../src/data/view.ts";
import type { Event } from "../../src/data/events.ts";
import type { LogNote } from "../../src/data/model/log-notes.ts";
import type { Session } from "../../src/data/model/sessions.ts";
import type { State } from "../../src/data/state.ts";
import { update } from "../../src/data/update.ts";
import * as s from "../support/scene.ts";
import { logged } from "../data/alerts/cases/given.ts";
import { moment, NOW } from "./moments.ts";

const MINUTE = 60_000;
const at = (ago: number): number => NOW - ago;
const HUNG = "agent:main:telegram:4411";

const after = (state: State, ...events: readonly Event[]): State => events.reduce(update, state);
const typed = (state: State, text: string): State =>
  Array.from(text).reduce((now, key) => update(now, { type: "typed", at: NOW, key }), state);
const board = (state: State): State => act(state, "sessions-board");

/** `main` fills up over four minutes, two runs a minute. */
const filling: readonly Event[] = Array.from({ length: 49 }, (_, index) =>
  s.sampled(
    "lanes",
    {
      lanes: [
        s.lane({ lane: "main", active: 2, queued: 2 + Math.floor(index / 6), limit: 2, blockedBy: "lane" }),
        s.lane({ lane: "cron", active: 1, limit: 8 }),
        s.lane({ lane: "subagent", limit: 8 }),
        s.lane({ lane: "background", limit: 3, draining: true }),
      ],
      dynamic: { laneCount: 3, active: 2, queued: 3 },
    },
    at(245_000 - index * 5_000),
  ),
);

const notes: readonly LogNote[] = [
  {
    at: at(22_000),
    of: "detector",
    verdict: "stalled",
    sessionKey: HUNG,
    ageMs: 470_000,
    queueDepth: 3,
    reason: "active_work_without_progress",
    recovery: "checking",
  },
  { at: at(20_000), of: "recovery", sessionKey: HUNG, status: "skipped", action: "observe_only", released: null, queued: 3 },
];

const row = (key: string, ago: number, given: Partial<Session> = {}): Session =>
  s.session({ key, model: "claude-sonnet-4-5", totalTokens: 48_200, contextTokens: 200_000, lastActivityAt: at(ago), ...given });

const scarred: readonly Session[] = [
  row("agent:ops:irc:#deploys", 340_000, { channel: "irc", totalTokens: 190_900, estimatedCostUsd: 1.84 }),
  row("agent:main:cron:digest", 12_000, { status: "failed", lastRunError: "rate limit", channel: null, estimatedCostUsd: 0.02 }),
  row("agent:main:telegram:9002", 9_400_000, { status: "killed", abortedLastRun: true, channel: "telegram" }),
  row("agent:main:telegram:7001", 2_000_000, { restartRecoveryStatus: "tombstoned", channel: "telegram", totalTokensFresh: false }),
];

function incident(): State {
  const hung = row(HUNG, 372_000, {
    status: "running",
    hasActiveRun: true,
    startedAt: at(492_000),
    channel: "telegram",
    estimatedCostUsd: 0.31,
  });
  const waiting = row("agent:main:telegram:5120", 91_000, { status: "queued", channel: "telegram" });
  return after(
    moment("incident"),
    ...filling,
    s.sampled("sessions", { items: [hung, waiting, ...scarred], total: 6 }, at(1_000)),
    s.sampled(
      "tasks",
      [
        s.task({ id: "a", sessionKey: HUNG, startedAt: at(492_000), lastActivityAt: at(372_000) }),
        ...[1, 2, 3].map((index) => s.task({ id: `q${index}`, sessionKey: HUNG, execution: "queued", createdAt: at(90_000 * index) })),
        s.task({ id: "w", sessionKey: "agent:main:telegram:5120", execution: "queued", createdAt: at(91_000) }),
      ],
      at(1_000),
    ),
    ...[logged(...notes)].map((event) => ({ ...event, at: at(2_000) })),
    s.clock(NOW),
  );
}

/** Who asked for whom, three deep. */
function tree(): State {
  const items = [
    row("agent:main:main", 5_000, { status: "running", hasActiveRun: true, startedAt: at(4 * MINUTE) }),
    row("agent:main:subagent:research", 1_000, {
      spawnedBy: "agent:main:main",
      status: "running",
      hasActiveRun: true,
      startedAt: at(3 * MINUTE),
    }),
    row("agent:main:subagent:fetch-1", 9_000, { spawnedBy: "agent:main:subagent:research", status: "done" }),
    row("agent:main:subagent:fetch-2", 8_000, {
      spawnedBy: "agent:main:subagent:research",
      status: "running",
      hasActiveRun: true,
      startedAt: at(7 * MINUTE),
    }),
    row("agent:ops:main", 60_000),
    row("agent:ops:subagent:notes", 70_000, { parentSessionKey: "agent:ops:main" }),
  ];
  const runs = ["main", "subagent:research", "subagent:fetch-2"].map((name, index) =>
    s.task({
      id: `r${index}`,
      sessionKey: `agent:main:${name}`,
      startedAt: at((3 + 2 * index) * MINUTE),
      lastActivityAt: index === 2 ? at(6 * MINUTE) : at(2_000),
      toolUseCount: 3,
      lastToolName: "exec",
    }),
  );
  return after(moment("well"), s.sampled("sessions", { items, total: 6 }, at(1_000)), s.sampled("tasks", runs, at(1_000)), s.clock(NOW));
}

export const sessionMoments = {
  incident: () => board(incident()),
  crowd: () => board(moment("crowd")),
  tree: () => board(tree()),
  "filter-typed": () => typed(act(board(moment("crowd")), "filter"), "!:[1-8]"),
  "filter-broken": () => typed(act(board(moment("well")), "filter"), "telegram:("),
  "odd-names": () => board(moment("odd-names")),
  following: () => ["follow", "sort"].reduce((state, action) => act(state, action as "follow" | "sort"), board(incident())),
  lost: () => board(moment("gone")),
  "never-seen": () => board(moment("refused")),
} as const satisfies Record<string, () => State>;

export type SessionMoment = keyof typeof sessionMoments;
export const sessionMomentNames = Object.keys(sessionMoments) as readonly SessionMoment[];
