// Moments of the channels board: an hour of looks at accounts that are well, down, given up, deaf, oddly named, or very many.
import { decodeRestartLog } from "../../src/data/gateway/decode/restart-log.ts";
import type { Event } from "../../src/data/events.ts";
import type { ChannelAccount } from "../../src/data/model/channels.ts";
import { joinedLogs } from "../../src/data/restart/restart-log.ts";
import type { State } from "../../src/data/state.ts";
import { act } from "../../src/data/view.ts";
import * as s from "../support/scene.ts";

const S = 1_000;
const MINUTE = 60_000;
const WATCHED_MS = 70 * MINUTE;

/** The moment every frame is drawn at. */
export const NOW = s.START + WATCHED_MS;
const ago = (ms: number): number => NOW - ms;

/** What an account was like so long ago. */
type Life = (agoMs: number) => ChannelAccount;

/** The newest of the times of a beat, as a look so long ago told it. */
const beat = (everyMs: number, agoMs: number, lastMs = 4 * S): number =>
  ago(lastMs + Math.ceil(Math.max(0, agoMs - lastMs) / everyMs) * everyMs);

type Place = Partial<ChannelAccount> & Pick<ChannelAccount, "channel" | "account">;
const ready = (place: Place, gapMs = 3 * MINUTE, lastMs = 12 * S): Life => {
  return (agoMs) =>
    s.account({
      lastStartAt: s.START - 9 * 3_600_000,
      lastInboundAt: beat(gapMs, agoMs, lastMs),
      lastOutboundAt: beat(gapMs, agoMs, lastMs - 2 * S),
      ...place,
    });
};
const polling = (place: Place, gapMs?: number, lastMs?: number): Life => {
  const life = ready({ mode: "polling", ...place }, gapMs, lastMs);
  return (agoMs) => ({ ...life(agoMs), lastTransportActivityAt: beat(28 * S, agoMs), lastConnectedAt: beat(28 * S, agoMs) });
};
const off =
  (place: Place): Life =>
  () =>
    s.account({ enabled: false, running: false, connected: false, lifecycle: null, ...place });

/** Down since then, as `change` has it. */
const since = (ms: number, life: Life, change: (agoMs: number) => Partial<ChannelAccount>): Life => {
  return (agoMs) => (agoMs > ms ? life(agoMs) : { ...life(ms), ...change(agoMs) });
};
const climbing = (attempt: number, stoppedMs: number, error: string): Partial<ChannelAccount> => ({
  lifecycle: "recovering",
  running: false,
  connected: false,
  restartPending: true,
  reconnectAttempts: attempt,
  lastStopAt: ago(stoppedMs),
  lastStartAt: ago(stoppedMs) - 14,
  lastError: error,
});
/** Down for some seconds, again and again; up at the end. */
const flapping = (life: Life, everyMs: number, downMs: number): Life => {
  return (agoMs) => {
    const into = (agoMs + downMs * 2) % everyMs;
    return into < downMs ? { ...life(agoMs), ...climbing(1, agoMs - into + downMs, "read ECONNRESET") } : life(agoMs);
  };
};

const looks = (lives: readonly Life[], everyMs = 10 * S): readonly Event[] =>
  Array.from({ length: WATCHED_MS / everyMs }, (_, index) => {
    const agoMs = WATCHED_MS - (index + 1) * everyMs + 1_500;
    const accounts = lives.map((life) => life(Math.max(0, agoMs)));
    return s.sampled("channels", { accounts, issues: [], partial: false, toldAt: ago(agoMs) }, ago(agoMs));
  });

const logLine = (agoMs: number, text: string, channel = "irc"): string =>
  JSON.stringify({
    _meta: { name: JSON.stringify({ subsystem: `channels/${channel}` }), logLevelName: "INFO" },
    time: new Date(ago(agoMs)).toISOString(),
    message: text,
  });
const log = (...lines: readonly string[]): Event => {
  const slice = decodeRestartLog({ cursor: 4_096, lines: [logLine(2 * 3_600_000, "hello"), ...lines] });
  return s.sampled("restartLog", joinedLogs(null, slice, NOW), ago(3 * S));
};
const deliveries = (channel: string, ...said: readonly (readonly [agoMs: number, type: "completed" | "error"])[]): Event =>
  s.sampled(
    "stability",
    {
      since: 0,
      lastSeq: said.length,
      dropped: 0,
      records: said.map(([agoMs, type], index) => s.record({ seq: index + 1, at: ago(agoMs), type: `message.delivery.${type}`, channel })),
    },
    ago(2 * S),
  );

const hook = { channel: "telegram", account: "hook", mode: "webhook" } as const;
const poll = { channel: "telegram", account: "poll" } as const;
const irc = { channel: "irc", account: "default" } as const;
const four: readonly Life[] = [
  ready(hook),
  polling(poll, 7 * MINUTE, 190 * S),
  ready({ ...irc, activeRuns: 1 }),
  off({ channel: "telegram", account: "off" }),
];

const ladder: readonly Event[] = [
  ...looks([
    ready(hook),
    since(83 * S, polling(poll), () => ({
      lifecycle: "blocked",
      running: false,
      connected: false,
      terminalDisconnect: true,
      healthState: "terminal-disconnect",
      lastError: "Unauthorized",
    })),
    since(84 * S, ready(irc), () => climbing(4, 4 * S, "connect ECONNREFUSED 127.0.0.1:6667")),
    since(21 * MINUTE, ready({ channel: "irc", account: "backup" }), () => ({
      ...climbing(11, 30 * S, "getaddrinfo ENOTFOUND irc.example.net"),
      lifecycle: "stopped",
      restartPending: false,
    })),
    flapping(ready({ channel: "irc", account: "flaky" }), 11 * MINUTE, 90 * S),
    off({ channel: "telegram", account: "off" }),
  ]),
  log(
    logLine(84 * S, "[default] auto-restart attempt 1/10 in 5s"),
    logLine(79 * S, "[default] auto-restart attempt 2/10 in 11s"),
    logLine(26 * S, "[default] auto-restart attempt 3/10 in 22s"),
    logLine(4 * S, "[default] auto-restart attempt 4/10 in 43s"),
    logLine(50 * MINUTE, "[irc:flaky] health-monitor: restarting (reason: stale-socket)"),
    logLine(39 * MINUTE, "[irc:flaky] health-monitor: restarting (reason: stale-socket)"),
  ),
];

const deaf: readonly Event[] = [
  ...looks([
    ready(hook, 3 * MINUTE, 41 * MINUTE),
    (agoMs) => ({
      ...polling(poll)(agoMs),
      lastTransportActivityAt: beat(28 * S, agoMs, 192 * S),
      lastConnectedAt: beat(28 * S, agoMs, 192 * S),
      lastInboundAt: beat(3 * MINUTE, agoMs, 200 * S),
    }),
    ready(irc, 2 * MINUTE, 26 * MINUTE),
    ready({ channel: "discord", account: "ops" }, 5 * MINUTE, 2 * MINUTE),
    ready({ channel: "slack", account: "team" }),
  ]),
  deliveries("telegram", [50 * MINUTE, "completed"], [12 * MINUTE, "error"], [6 * MINUTE, "error"], [3 * MINUTE, "error"]),
  {
    type: "live-probe",
    at: ago(20 * S),
    probe: { at: ago(20 * S), account: "irc/default", outcome: "failed", why: "connect ECONNREFUSED 127.0.0.1:6667", tookMs: 2 },
  },
  { type: "live-probe", at: ago(10 * S), probe: { at: ago(10 * S), account: "discord/ops", outcome: "ok", why: null, tookMs: 143 } },
  {
    type: "live-probe",
    at: ago(3 * S),
    probe: { at: ago(80 * S), account: "slack/team", outcome: "failed", why: "401 invalid_auth", tookMs: 90 },
  },
  { type: "live-probe", at: ago(S), probe: { at: ago(S), account: "telegram/poll", outcome: "asking", why: null, tookMs: null } },
];

const odd: readonly Event[] = looks([
  ready({ channel: "微信", account: "客户服务中心第一组", activeRuns: 2 }),
  since(5 * MINUTE, ready({ channel: "線", account: "カスタマーサポート" }), () => climbing(4, 4 * S, "接続がタイムアウトしました")),
  ready({ channel: "telegram", account: "👨‍👩‍👧‍👦🇩🇪⚠️👍🏽" }),
  since(5 * MINUTE, ready({ channel: "x".repeat(80), account: "y" }), () => ({ lastError: "z".repeat(300), lifecycle: "blocked" })),
  ready({ channel: "é̀̂̃", account: "नमस्ते", mode: "ж".repeat(40) }),
]);

const channels = ["telegram", "irc", "discord", "slack"] as const;
const crowd: readonly Event[] = looks(
  Array.from({ length: 200 }, (_, index) => {
    const place = { channel: channels[index % 4] ?? "irc", account: `tenant-${String(index).padStart(3, "0")}` };
    if (index % 40 === 7) return flapping(ready(place), 9 * MINUTE, 60 * S);
    return index % 50 === 3
      ? since(10 * MINUTE, ready(place), () => climbing(6, 40 * S, "connect ECONNREFUSED 127.0.0.1:6667"))
      : ready(place);
  }),
  60 * S,
);

const moments = {
  well: looks(four),
  ladder,
  deaf,
  "odd-names": odd,
  crowd200: crowd,
  none: [s.sampled("channels", { accounts: [], issues: [], partial: false }, ago(S))],
} as const;

export type ChannelMoment = keyof typeof moments;
export const channelMoments = Object.keys(moments) as readonly ChannelMoment[];

const built = new Map<ChannelMoment, State>();

const isOther = (event: Event): boolean => !(event.type === "sampled" && event.source === "channels");
/** The connection is as old as the watching; everything else was read a second ago. */
const others: readonly Event[] = s.well(ago(1_200)).filter((event) => isOther(event) && event.type !== "link");

/** The board at NOW. */
export function channelMoment(name: ChannelMoment): State {
  const known = built.get(name);
  if (known !== undefined) return known;
  const state = act(s.scene(s.link(s.openLink(), s.START), ...moments[name], ...others, s.clock(NOW)), "channels-board");
  built.set(name, state);
  return state;
}
