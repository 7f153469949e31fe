// The list of sessions as it is kept: read in pages, patched by pushes. Ten thousand rows are copied once a batch, not once a push.
import type { Session, SessionList } from "./model/sessions.ts";

export const SESSIONS_KEPT = 10_000;

const indexes = new WeakMap<readonly Session[], Map<string, number>>();

function indexOf(items: readonly Session[]): Map<string, number> {
  const known = indexes.get(items);
  if (known !== undefined) return known;
  const index = new Map(items.map(({ key }, at) => [key, at]));
  indexes.set(items, index);
  return index;
}

export function findSession(items: readonly Session[], key: string): Session | null {
  const at = indexOf(items).get(key);
  return at === undefined ? null : (items[at] ?? null);
}

const lastSign = (session: Session): number => session.lastActivityAt ?? session.updatedAt ?? session.startedAt ?? 0;

function newest(items: readonly Session[]): readonly Session[] {
  if (items.length <= SESSIONS_KEPT) return items;
  const kept = new Set([...items].sort((a, b) => lastSign(b) - lastSign(a)).slice(0, SESSIONS_KEPT));
  return items.filter((session) => kept.has(session));
}

/** Rows by key; null: it was deleted. A row keeps its place, a new one comes last; over 10 000 the oldest go. */
export function patchedSessions(items: readonly Session[], changes: ReadonlyMap<string, Session | null>): readonly Session[] {
  const index = indexOf(items);
  const next = [...items];
  const gone = new Set<string>();
  for (const [key, session] of changes) {
    const at = index.get(key);
    if (session === null) gone.add(key);
    else if (at !== undefined) next[at] = session;
    else {
      index.set(key, next.length);
      next.push(session);
    }
  }
  // The index is handed on, not copied; whoever asks the old list again makes another.
  indexes.delete(items);
  const kept = newest(gone.size === 0 ? next : next.filter(({ key }) => !gone.has(key)));
  if (kept === next) indexes.set(next, index);
  return kept;
}

/** What a read found, less what was pushed while it was under way: `before` is the list when it was asked, `now` the one there is. */
function asRead(read: readonly Session[], before: readonly Session[], now: readonly Session[]): readonly Session[] {
  if (before === now) return read;
  const rows = read.map((session) => {
    const held = findSession(now, session.key);
    return held === null || held === findSession(before, session.key) ? session : held;
  });
  return rows.filter(({ key }) => findSession(before, key) === null || findSession(now, key) !== null);
}

type Reading = { readonly before: readonly Session[]; readonly now: readonly Session[] };

/** The newest rows in front, all others as they were. */
export function withPage(read: readonly Session[], { before, now }: Reading): readonly Session[] {
  const front = asRead(read, before, now);
  const keys = new Set(read.map(({ key }) => key));
  return newest([...front, ...now.filter(({ key }) => !keys.has(key))]);
}

/** The rows of a read that came to the end, and those that came up meanwhile; any other is gone. */
export function replacedBy(read: readonly Session[], { before, now }: Reading): readonly Session[] {
  const rows = asRead(read, before, now);
  const keys = new Set(read.map(({ key }) => key));
  const meanwhile = now.filter((session) => !keys.has(session.key) && findSession(before, session.key) !== session);
  return newest([...rows, ...meanwhile]);
}

/** Read all of them again after so long: what was deleted while nobody listened is found only so. */
const PASS_EVERY_MS = 600_000;
/** There are more or fewer than the gateway counts. */
const PASS_AGAIN_MS = 300_000;

const expected = ({ total }: Pick<SessionList, "total">): number => Math.min(total, SESSIONS_KEPT);

export const isPartOf = ({ items, total }: SessionList): boolean => items.length < expected({ total });

export function passDue(held: SessionList, total: number, now: number): boolean {
  if (held.pass === undefined) return true;
  const ageMs = Math.abs(now - held.pass.at);
  const differs = held.pass.whole && held.items.length !== expected({ total });
  return ageMs >= (differs ? PASS_AGAIN_MS : PASS_EVERY_MS);
}
