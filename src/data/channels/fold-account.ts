// What the channels reading and the diagnostics ring add to what is remembered of each account.
import { accountKey, type ChannelBoard } from "../model/channels.ts";
import type { DiagnosticRecord } from "../model/sessions.ts";
import { lastValue, type Reading } from "../reading.ts";
import type { State } from "../state.ts";
import type { AccountWatch, Delivery } from "./account-watch.ts";
import { watched, type EarlierLook } from "./watch.ts";

const DELIVERIES_KEPT = 64;
/** Asked every 2 s, every 32 s at the slowest rate: three looks missed. */
const LOST_MS = 100_000;

const said: Readonly<Record<string, Delivery["said"]>> = {
  "message.delivery.started": "started",
  "message.delivery.completed": "completed",
  "message.delivery.error": "error",
};

function deliveriesIn(records: readonly DiagnosticRecord[], channel: string): readonly Delivery[] {
  return records.flatMap((record): readonly Delivery[] => {
    const kind = record.channel === channel ? said[record.type] : undefined;
    return kind === undefined ? [] : [{ at: record.at, said: kind }];
  });
}

/** A ring read from its beginning again repeats what is known. */
function withDeliveries(known: readonly Delivery[], told: readonly Delivery[]): readonly Delivery[] {
  const last = known.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  const fresh = told.filter(({ at }) => at > last);
  return fresh.length === 0 ? known : [...known, ...fresh].slice(-DELIVERIES_KEPT);
}

function earlierLooks(reading: Reading<ChannelBoard>, at: number): ReadonlyMap<string, EarlierLook> {
  if (reading.kind !== "ok" && reading.kind !== "stale") return new Map();
  const lost = reading.kind === "stale" || at - reading.at > LOST_MS;
  return new Map(reading.value.accounts.map((account) => [accountKey(account), { at: reading.at, account, lost }]));
}

/** RPC channels.status was read. Accounts that are gone are forgotten, unless the answer says that it is not whole. */
export function foldAccounts(state: State, at: number, board: ChannelBoard, before: Reading<ChannelBoard>): State {
  const looks = earlierLooks(before, at);
  const next = new Map(board.partial ? state.accounts : []);
  let changed = false;
  for (const account of board.accounts) {
    const key = accountKey(account);
    const known = state.accounts.get(key);
    const watch = watched(known, looks.get(key) ?? null, { at, account });
    changed ||= watch !== known;
    next.set(key, known === undefined ? withHistory(watch, state, account.channel) : watch);
  }
  return changed || next.size !== state.accounts.size ? { ...state, accounts: next } : state;
}

/** The ring may have been read first. */
function withHistory(watch: AccountWatch, state: State, channel: string): AccountWatch {
  const records = lastValue(state.snapshot.stability)?.records ?? [];
  return { ...watch, deliveries: withDeliveries([], deliveriesIn(records, channel)) };
}

/** Records of diagnostics.stability were read. Accounts of one channel share one list. */
export function foldDeliveries(state: State, records: readonly DiagnosticRecord[]): State {
  const channels = new Set(records.flatMap(({ type, channel }) => (said[type] === undefined || channel === null ? [] : [channel])));
  if (channels.size === 0) return state;
  const lists = new Map<string, Map<readonly Delivery[], readonly Delivery[]>>();
  const accounts = new Map(state.accounts);
  for (const [key, watch] of state.accounts) {
    const channel = key.slice(0, key.indexOf("/"));
    if (!channels.has(channel)) continue;
    const shared = lists.get(channel) ?? new Map<readonly Delivery[], readonly Delivery[]>();
    lists.set(channel, shared);
    const deliveries = shared.get(watch.deliveries) ?? withDeliveries(watch.deliveries, deliveriesIn(records, channel));
    shared.set(watch.deliveries, deliveries);
    accounts.set(key, { ...watch, deliveries });
  }
  return { ...state, accounts };
}
