// RPC channels.status, and the same accounts as RPC health repeats them.
import type { AccountNow, World } from "../world.ts";

type Fields = Readonly<Record<string, unknown>>;

const labels: Readonly<Record<string, { readonly label: string; readonly detailLabel: string; readonly systemImage: string }>> = {
  telegram: { label: "Telegram", detailLabel: "Telegram Bot", systemImage: "paperplane" },
  irc: { label: "IRC", detailLabel: "IRC", systemImage: "number" },
};

const transport = (account: AccountNow): Fields =>
  account.script.channel === "irc"
    ? { host: "irc.example.net", port: 6697, tls: true, nick: "clawbot", passwordSource: "none", tokenStatus: "missing" }
    : { tokenSource: "config", tokenStatus: "available", mode: account.script.mode, allowUnmentionedGroups: false };

/** Came after 2026.5. */
const newer = ["lifecycle", "healthState", "stateReason"];
/** IRC did not say this much then. */
const newerOfIrc = ["connected", "lastConnectedAt", "tokenStatus"];

function forRelease(world: World, channel: string, fields: Fields): Fields {
  if (world.scenario.release !== "2026.5.7") return fields;
  const without = new Set([...newer, ...(channel === "irc" ? newerOfIrc : [])]);
  const kept = Object.fromEntries(Object.entries(fields).filter(([name]) => !without.has(name)));
  return fields["enabled"] === false ? { ...kept, lastError: "disabled" } : kept;
}

export function account(world: World, now: AccountNow): Fields {
  const { script, state } = now;
  if (state === null) {
    return forRelease(world, script.channel, {
      ...transport(now),
      accountId: script.account,
      enabled: false,
      configured: true,
      running: false,
      restartPending: false,
      lastStartAt: null,
      lastStopAt: null,
      lastInboundAt: null,
      lastOutboundAt: null,
      lastError: null,
      stateReason: "disabled",
    });
  }
  const epochOrNull = (ms: number | null): number | null => (ms === null ? null : world.epoch(ms));
  const heardMs = state.silentSince ?? world.elapsedMs;
  const polled = script.mode === "polling" ? Math.max(state.lastConnectedAt, Math.floor(heardMs / 25_000) * 25_000) : state.lastConnectedAt;
  return forRelease(world, script.channel, {
    accountId: script.account,
    enabled: true,
    configured: true,
    running: state.running,
    connected: state.connected,
    lifecycle: state.lifecycle,
    restartPending: state.restartPending,
    reconnectAttempts: state.reconnectAttempts,
    lastStartAt: epochOrNull(state.lastStartAt),
    lastStopAt: epochOrNull(state.lastStopAt),
    lastConnectedAt: world.epoch(state.lastConnectedAt),
    ...(script.channel === "telegram" ? { lastEventAt: world.epoch(polled) } : {}),
    ...(script.mode === "polling" ? { lastTransportActivityAt: world.epoch(polled) } : {}),
    lastInboundAt: epochOrNull(now.lastInboundAt),
    lastOutboundAt: epochOrNull(now.lastOutboundAt),
    lastError: state.lastError,
    ...(state.healthState === null ? {} : { healthState: state.healthState }),
    ...transport(now),
  });
}

export const channelOrder = (world: World): readonly string[] => [...new Set(world.accounts.map(({ script }) => script.channel))];

export const accountsOf = (world: World, channel: string): readonly AccountNow[] =>
  world.accounts.filter(({ script }) => script.channel === channel);

export const byChannel = (world: World, make: (channel: string) => unknown): Fields =>
  Object.fromEntries(channelOrder(world).map((channel) => [channel, make(channel)]));

export const label = (channel: string): string => labels[channel]?.label ?? channel;

const legacyFields = [
  "configured",
  "running",
  "lastStartAt",
  "lastStopAt",
  "lastError",
  "host",
  "port",
  "tls",
  "nick",
  "tokenSource",
  "mode",
];

/** The summary older clients read: the first account only. */
function legacy(world: World, channel: string): Fields {
  const first = accountsOf(world, channel)[0];
  const all = first === undefined ? {} : account(world, first);
  return { ...Object.fromEntries(Object.entries(all).filter(([name]) => legacyFields.includes(name))), lastProbeAt: null };
}

const FOUND_OUT_MS = 38;

/** As after a call of its server; an account that is off is not called. */
function called(world: World, now: AccountNow): Fields {
  const { state } = now;
  const fields = account(world, now);
  if (state === null) return fields;
  const probe =
    state.silentSince === null
      ? { ok: true, error: null, elapsedMs: FOUND_OUT_MS }
      : { ok: false, error: state.lastError ?? "no answer", elapsedMs: FOUND_OUT_MS };
  return { ...fields, probe, lastProbeAt: world.now };
}

/** `probed`: the channels whose servers are called first. */
export function channelsStatus(world: World, eventLoop: Fields, probed: (channel: string) => boolean = () => false): Fields {
  const order = channelOrder(world);
  const issues = world.accounts.flatMap(({ script, state }) =>
    state === null || state.issue === null ? [] : [{ channel: script.channel, accountId: script.account, kind: "runtime", ...state.issue }],
  );
  return {
    ts: world.now,
    channelOrder: order,
    channelLabels: byChannel(world, label),
    channelDetailLabels: byChannel(world, (channel) => labels[channel]?.detailLabel ?? channel),
    channelSystemImages: byChannel(world, (channel) => labels[channel]?.systemImage ?? "circle"),
    channelMeta: order.map((id) => ({ id, ...labels[id] })),
    eventLoop,
    channels: byChannel(world, (channel) => legacy(world, channel)),
    channelAccounts: byChannel(world, (channel) =>
      accountsOf(world, channel).map((one) => (probed(channel) ? called(world, one) : account(world, one))),
    ),
    channelDefaultAccountId: byChannel(world, (channel) => accountsOf(world, channel)[0]?.script.account ?? "default"),
    ...(world.scenario.release === "2026.5.7" ? {} : { statusIssues: issues }),
  };
}
