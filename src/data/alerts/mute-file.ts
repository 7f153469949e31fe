// The text of mutes.json and what a request makes of it. What another release of gatetop wrote into it is kept as it is.
import { isLoopback } from "../gateway/plaintext.ts";
import { harmless } from "../harmless.ts";
import { endOf } from "./muted.ts";
import type { Mute, MuteFile, MuteRequest } from "./mute.ts";

const MUTE_SCHEMA: MuteFile["schema"] = "gatetop-mutes/1";

const KEY_MAX = 700;
const NAME_MAX = 80;
const REASON_MAX = 200;

type Fields = Readonly<Record<string, unknown>>;

/** Targets as they are in the file. */
export type MuteLists = Readonly<Record<string, unknown>>;

/** `broken`: no JSON, or not of this kind. `newer`: of a schema not known here, nothing may be written over it. */
export type ReadMutes =
  | { readonly kind: "read"; readonly lists: MuteLists }
  | { readonly kind: "broken"; readonly why: string }
  | { readonly kind: "newer"; readonly schema: string };

const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
const isTime = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const nullOr = <T>(value: unknown, is: (value: unknown) => value is T): value is T | null => value === null || is(value);
const isText = (value: unknown): value is string => typeof value === "string";

export function readMutes(text: string): ReadMutes {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: "broken", why: "it is not JSON" };
    throw error;
  }
  if (!isObject(value) || !isText(value["schema"])) return { kind: "broken", why: "it is not a list of mutes" };
  const { schema, targets } = value;
  if (schema !== MUTE_SCHEMA) return { kind: "newer", schema: harmless(schema, NAME_MAX) };
  if (!isObject(targets)) return { kind: "broken", why: "it is not a list of mutes" };
  return { kind: "read", lists: targets };
}

export const mutesText = (targets: MuteLists): string => `${JSON.stringify({ schema: MUTE_SCHEMA, targets }, null, 2)}\n`;

/** Null: of a kind not known here, or not whole. */
function muteIn(entry: unknown): Mute | null {
  if (!isObject(entry)) return null;
  const { id, kind, key, since, until, by, reason } = entry;
  if (kind !== "ack" && kind !== "snooze" && kind !== "maintenance") return null;
  if (!isText(id) || !isTime(since) || !isText(by) || !nullOr(key, isText) || !nullOr(until, isTime) || !nullOr(reason, isText))
    return null;
  // All problems for ever is nothing anybody could have asked for.
  if (kind === "maintenance" ? until === null || key !== null : key === null) return null;
  return {
    id: harmless(id, NAME_MAX),
    kind,
    key: key === null ? null : harmless(key, KEY_MAX),
    since,
    until,
    by: harmless(by, NAME_MAX),
    reason: reason === null ? null : harmless(reason, REASON_MAX),
  };
}

function entriesOf(lists: MuteLists, target: string): readonly unknown[] {
  const entries = Object.hasOwn(lists, target) ? lists[target] : [];
  return Array.isArray(entries) ? (entries as readonly unknown[]) : [];
}

/** Those of one target, oldest first, also those that have ended. */
export const mutesOf = (lists: MuteLists, target: string): readonly Mute[] =>
  entriesOf(lists, target)
    .map(muteIn)
    .filter((mute) => mute !== null);

export type Asked = {
  readonly target: string;
  readonly requests: readonly MuteRequest[];
  readonly by: string;
  readonly now: number;
  readonly newId: () => string;
};

/** A request takes the place of what was said of the same problem before; `lift` only takes it away. */
function made(request: MuteRequest, { by, now, newId }: Asked): Mute | null {
  const common = { id: newId(), since: now, by: harmless(by, NAME_MAX) };
  switch (request.ask) {
    case "ack":
      return { ...common, kind: "ack", key: request.key, until: null, reason: null };
    case "snooze":
      return { ...common, kind: "snooze", key: request.key, until: request.forMs === null ? null : now + request.forMs, reason: null };
    case "maintenance":
      return { ...common, kind: "maintenance", key: null, until: now + request.forMs, reason: harmless(request.reason, REASON_MAX) };
    case "lift":
      return null;
  }
}

const keyOf = (request: MuteRequest): string | null => (request.ask === "maintenance" ? null : request.key);

/** The lists with the requests done; what ended is left out, of every target. The same value when nothing was to be done. */
export function requested(lists: MuteLists, asked: Asked): MuteLists {
  const about = new Set(asked.requests.map(keyOf));
  const lasts = (entry: unknown, own: boolean): boolean => {
    const mute = muteIn(entry);
    return mute === null || (endOf(mute) > asked.now && !(own && about.has(mute.key)));
  };
  const added = asked.requests.map((request) => made(request, asked)).filter((mute) => mute !== null);
  let changed = added.length > 0;
  const kept = Object.entries({ ...lists, [asked.target]: entriesOf(lists, asked.target) }).map(([target, entries]) => {
    if (!Array.isArray(entries)) return [target, entries] as const;
    const left = entries.filter((entry) => lasts(entry, target === asked.target));
    changed ||= left.length < entries.length;
    return [target, target === asked.target ? [...left, ...added] : left] as const;
  });
  return changed ? Object.fromEntries(kept.filter(([, entries]) => !Array.isArray(entries) || entries.length > 0)) : lists;
}

/**
 * A target as the file names it: its address without what could be a secret. This host has many names, and who asked for quiet by one of
 * them is not to be disturbed by who looks by another.
 */
export function muteTarget(url: string): string {
  if (!URL.canParse(url)) return harmless(url);
  const { protocol, host, hostname, port, pathname } = new URL(url);
  const at = isLoopback(hostname) ? `127.0.0.1${port === "" ? "" : `:${port}`}` : host;
  return `${protocol}//${at}${pathname === "/" ? "" : pathname}`;
}
