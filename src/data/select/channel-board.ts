// The channels board: what channels.status says of each account, beside what its flags hide.
import type { ChannelBoardRow, ChannelSort } from "../boards/board.ts";
import { matcherOf } from "../boards/filter.ts";
import type { LadderPosition, LiveProbe } from "../channels/account-watch.ts";
import { clockAheadMs, failedProbe } from "../channels/deaf-accounts.ts";
import { flaps } from "../channels/flaps.ts";
import { gaveUp, ladderPosition } from "../channels/ladder-position.ts";
import type { LogNote } from "../model/log-notes.ts";
import { lastValue } from "../reading.ts";
import type { State } from "../state.ts";
import { age, latency } from "../units.ts";
import { cell, type Cell } from "./cell.ts";
import { channelRows, stateWords, troubleOrder, type ChannelRow } from "./channels.ts";
import type { AccountStarts } from "./counters.ts";

export type ChannelBoardView = {
  /** In the person's order, those that pass the filter. */
  readonly rows: readonly Row[];
  /** Accounts there are without the filter. */
  readonly total: number;
  /** Also one that the filter leaves out. */
  readonly find: (key: string) => Row | null;
};

/** `what`: what is wrong with it, in one line; null: nothing. */
export type Row = ChannelBoardRow & { readonly what: string | null };

const notesOf = (state: State): readonly LogNote[] => lastValue(state.snapshot.restartLog)?.work.notes ?? [];

function whatIsWrong({ deaf, error }: ChannelRow, probe: LiveProbe | null): string | null {
  if (deaf !== null) return deaf.why;
  return error ?? (probe && ["a live probe failed", probe.why].filter((part) => part !== null).join(": "));
}

type Scene = { readonly state: State; readonly notes: readonly LogNote[]; readonly aheadMs: number; readonly seenAt: number };

function rowOf(row: ChannelRow, { state, notes, aheadMs, seenAt }: Scene): Row {
  const { account, key } = row;
  const ageOf = (at: number | null): number | null => (at === null ? null : Math.max(0, state.now + aheadMs - at));
  const watch = state.accounts.get(key);
  const failed = failedProbe(state, key);
  return {
    key,
    account,
    state: row.state,
    // A server that does not answer is not well, whatever its account says.
    mark: row.mark === "ok" && failed !== null ? "warn" : row.mark,
    words: stateWords(row).join(" · "),
    inboundAgeMs: ageOf(account.lastInboundAt),
    outboundAgeMs: ageOf(account.lastOutboundAt),
    transportAgeMs: ageOf(account.lastTransportActivityAt),
    ladder: ladderPosition(account, notes),
    starts: row.starts,
    deaf: row.deaf,
    probe: state.liveProbes.get(key) ?? null,
    flaps: (columns) => (watch === undefined ? Array.from({ length: columns }, () => null) : flaps(watch, state.now, seenAt, columns)),
    what: whatIsWrong(row, failed),
  };
}

const byName = (a: Row, b: Row): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
/** Greatest first, what is not known last. */
const most =
  (of: (row: Row) => number | null) =>
  (a: Row, b: Row): number =>
    (of(b) ?? Number.NEGATIVE_INFINITY) - (of(a) ?? Number.NEGATIVE_INFINITY) || byName(a, b);

const sorts: { readonly [S in ChannelSort]: (a: Row, b: Row) => number } = {
  trouble: (a, b) => troubleOrder[a.mark] - troubleOrder[b.mark] || byName(a, b),
  name: byName,
  inbound: most((row) => row.inboundAgeMs),
  restarts: most((row) => row.starts.count),
};

const boards = new WeakMap<State, ChannelBoardView>();

/** In the order and with the filter the person chose. */
export function channelBoard(state: State): ChannelBoardView {
  const known = boards.get(state);
  if (known !== undefined) return known;
  const reading = state.snapshot.channels;
  const seenAt = reading.kind === "ok" || reading.kind === "stale" ? reading.at : state.startedAt;
  const scene: Scene = { state, notes: notesOf(state), aheadMs: clockAheadMs(state), seenAt };
  const all = channelRows(state).map((row) => rowOf(row, scene));
  const { sort, filter } = state.view.boardViews.channels;
  const { matches } = matcherOf(filter.text);
  const rows = all.filter(({ key, words, what }) => matches([key, words, what ?? ""].join(" "))).sort(sorts[sort]);
  const view: ChannelBoardView = { rows, total: all.length, find: (key) => all.find((row) => row.key === key) ?? null };
  boards.set(state, view);
  return view;
}

/** `4/10 next 38s`, `4/10 trying`, `gave up after 10`. `now` by the gateway's clock. */
export function ladderCell(ladder: LadderPosition | null, now: number): Cell {
  if (ladder === null) return cell("");
  if (gaveUp(ladder)) return cell(`gave up after ${ladder.of}`, "bad");
  const step = `${ladder.attempt}/${ladder.of}`;
  if (ladder.nextAt === null) return cell(`${step} trying`, "warn");
  return cell(ladder.nextAt <= now ? `${step} due now` : `${step} next ${age(ladder.nextAt - now)}`, "warn");
}

/** `stale-socket 2, auto-restart 1`: the gateway's own reasons, the commonest first; one alone needs no count. */
export function reasonWords({ byReason }: AccountStarts): string {
  const reasons = Object.entries(byReason).sort(([, a], [, b]) => b - a);
  return reasons
    .map(([reason, times]) => [reason.replace(/^health-monitor: /u, ""), ...(reasons.length > 1 ? [times] : [])].join(" "))
    .join(", ");
}

const probeTones = { asking: "dim", ok: "good", failed: "bad", unanswered: "warn" } as const;

/** `ok 5 ms`, `failed`, with its age once it is not of this minute. */
export function probeCell(probe: LiveProbe | null, now: number): Cell {
  if (probe === null) return cell("");
  const { outcome, tookMs, at } = probe;
  const took = outcome === "ok" && tookMs !== null ? ` ${latency(tookMs)}` : "";
  const old = outcome !== "asking" && now - at >= 60_000 ? `, ${age(now - at)} ago` : "";
  return cell(`${outcome}${took}${old}`, old === "" ? probeTones[outcome] : "dim");
}

/** Accounts that are meant to work, and how many do; null: none is. */
export function readyWords(rows: readonly Pick<Row, "mark" | "state" | "deaf">[]): Cell | null {
  const used = rows.filter((row) => row.mark !== "off");
  if (used.length === 0) return null;
  const ready = used.filter((row) => row.state === "ready" && row.deaf === null).length;
  return cell(`${ready}/${used.length} ready`, ready === used.length ? "dim" : "warn");
}
