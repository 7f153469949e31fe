// Moments of the logs board.
import type { LogBatch, LogLineIn } from "../../../src/data/logs/log-book.ts";
import type { Event } from "../../../src/data/events.ts";
import type { State } from "../../../src/data/state.ts";
import { update } from "../../../src/data/update.ts";
import { act } from "../../../src/data/view.ts";
import { clock, link, sampled, scene, START, waitingLink, well } from "../../support/scene.ts";
import { pressed } from "../../support/press.ts";

export const NOW = START + 1_800_000;

const line = (secondsAgo: number, message: string, given: Partial<LogLineIn> = {}): LogLineIn => ({
  at: NOW - secondsAgo * 1_000,
  level: "info",
  subsystem: "gateway",
  session: null,
  message,
  ...given,
});

export const log = (first: number, lines: readonly LogLineIn[], given: Partial<LogBatch> = {}): Event => ({
  type: "log",
  at: NOW,
  batch: {
    where: "after",
    first,
    way: "rpc",
    file: "/tmp/openclaw/openclaw-2026-11-20.log",
    sizeBytes: 806_956,
    olderThere: false,
    gap: null,
    lines,
    ...given,
  },
});

const irc = { subsystem: "channels/irc" } as const;
const diagnostic = { level: "error", subsystem: "diagnostic", session: "agent:main:main" } as const;

const calmLines: readonly LogLineIn[] = [
  line(1_500, "[gateway] ready (5 plugins, 1.2s)"),
  line(1_490, "[default] starting IRC provider (127.0.0.1:6667)", irc),
  line(1_320, "webhook processed in 41ms", { subsystem: "gateway/channels/telegram", level: "debug" }),
  line(900, "tool-search: cataloged 41 tools behind compact prompt surface", { subsystem: "agent/embedded" }),
  line(620, "Gateway already running (pid 2815)", { level: "plain", subsystem: null, at: null }),
  line(300, "fetch fallback: primary connection path failed; trying alternative Telegram API IP (codes=UND_ERR_SOCKET)", {
    subsystem: "telegram/network",
    level: "warn",
  }),
  line(41, "lane task error: lane=session:agent:main:main durationMs=74327 error=model request failed", diagnostic),
  line(4, "⇄ res ✓ sessions.list 12ms", { subsystem: "gateway/ws" }),
];

const retries = Array.from({ length: 12 }, (_, index) =>
  line(200 - index * 0.25, `transient same-model retry ${index + 1}/20 for lab/lab-model: delayMs=${5_000 + index}`, {
    level: "warn",
    subsystem: "agent/embedded",
  }),
);
const burst = Array.from({ length: 8 }, (_, index) =>
  line(120 - index, `[default] IRC error: connect ECONNREFUSED 127.0.0.1:${6_667 + index} ${"abcdefgh"[index]}`, {
    level: "error",
    ...irc,
  }),
);

const at = (...events: readonly Event[]): State => scene(...well(START), clock(NOW), ...well(NOW), ...events);
const onLogs = (state: State): State => act(state, "logs-board");
const keys = (state: State, ...names: readonly string[]): State => pressed(onLogs(state), ...names).state;

const booted = sampled(
  "bootHistory",
  [
    {
      bootId: "41a2b3c4",
      pid: 2_815,
      startedAt: NOW - 1_000_000,
      completedAt: null,
      outcome: null,
      reason: null,
      startupReason: null,
    },
  ],
  NOW,
);

const hostile: readonly LogLineIn[] = [
  line(30, "名前が全部漢字のとても長いメッセージがここにあります 🦞🦞 ｶﾅ", { subsystem: "channels/チャンネル", level: "warn" }),
  line(20, "e\u0301\u0301\u0301 👩‍👩‍👧‍👦 🇩🇪 ✅ ok", { subsystem: "x".repeat(60) }),
  line(10, "a".repeat(1_000), { level: "fatal", subsystem: "" }),
];

export const logMoments = {
  calm: () => onLogs(at(log(0, calmLines))),
  none: () =>
    onLogs(at({ type: "no-log", at: NOW, why: "the log of another host is read through the gateway, and there is no connection to it" })),
  waiting: () => onLogs(at()),
  burst: () => onLogs(at(log(0, [...calmLines.slice(0, 4), ...burst, ...calmLines.slice(5)]))),
  folded: () => onLogs(at(log(0, [...calmLines.slice(0, 5), ...retries, ...calmLines.slice(5)]))),
  unfolded: () => keys(at(log(0, [...calmLines.slice(0, 5), ...retries, ...calmLines.slice(5)])), "u"),
  gap: () =>
    onLogs(
      at(
        log(0, calmLines.slice(0, 4)),
        log(4, calmLines.slice(4), { gap: { why: "rotated", bytes: 12_345 } }),
        log(8, [], { gap: { why: "skipped", bytes: 5_000_000 } }),
      ),
    ),
  boot: () => onLogs(at(booted, log(0, calmLines))),
  dead: () => onLogs(at(log(0, calmLines, { way: "file" }), link(waitingLink(), NOW))),
  "filter-typed": () => keys(at(log(0, calmLines)), "/", "i", "r", "c"),
  focused: () => keys(at(log(0, calmLines)), "L", "L", "L", "L"),
  scrolled: () => keys(at(log(0, [...calmLines, ...burst, ...retries])), "u", "g", "j"),
  wrapped: () => keys(at(log(0, [...calmLines, ...hostile])), "w"),
  hostile: () => onLogs(at(log(0, [...calmLines, ...hostile]))),
  details: () => keys(at(log(0, calmLines)), "k", "enter"),
  raw: () =>
    update(keys(at(log(0, calmLines)), "v"), {
      type: "log-json",
      at: NOW,
      line: 7,
      json: JSON.stringify({ 0: '{"subsystem":"gateway/ws"}', message: "⇄ res ✓ sessions.list 12ms", time: new Date(NOW).toISOString() }),
    }),
} as const satisfies Record<string, () => State>;
