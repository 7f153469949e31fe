// Sessions in the order of the board: those that work first where the order is about work, sub-agents below who asked for them.
// Ten thousand rows are put in order once for each list, not once for each frame.
import type { Session } from "../model/sessions.ts";
import { findSession } from "../session-list.ts";
import type { RunProgress } from "../stuck.ts";
import type { SessionSort } from "./board.ts";
import type { Matcher } from "./filter.ts";

export type Runs = ReadonlyMap<string, RunProgress>;

/** When it last did something; 0: not known. */
export const restedAt = (session: Session): number =>
  session.lastActivityAt ?? session.updatedAt ?? session.endedAt ?? session.startedAt ?? 0;

/** Share of the context in use; null when unknown, or counted in a context that has changed since. */
export function contextShare({ totalTokens, contextTokens, totalTokensFresh }: Session): number | null {
  if (totalTokens === null || contextTokens === null || contextTokens <= 0 || totalTokensFresh === false) return null;
  return totalTokens / contextTokens;
}

type Order = (a: Session, b: Session) => number;

const byKey: Order = (a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
const newestFirst: Order = (a, b) => restedAt(b) - restedAt(a) || byKey(a, b);
/** What is not known comes last. */
const most =
  (of: (session: Session) => number | null): Order =>
  (a, b) =>
    (of(b) ?? -1) - (of(a) ?? -1) || byKey(a, b);

const resting: { readonly [S in SessionSort]: Order } = {
  trouble: newestFirst,
  age: newestFirst,
  queue: newestFirst,
  tokens: most((session) => session.totalTokens),
  context: most(contextShare),
  cost: most((session) => session.estimatedCostUsd),
  name: byKey,
};

const rank: Readonly<Record<RunProgress["state"], number>> = { stuck: 0, stalled: 1, running: 2, queued: 3 };
const silence = ({ silentMs, ageMs }: RunProgress): number => silentMs ?? ageMs ?? 0;

/** Orders in which what works comes before what rests. */
const working: { readonly [S in SessionSort]?: (a: RunProgress, b: RunProgress) => number } = {
  trouble: (a, b) => rank[a.state] - rank[b.state] || silence(b) - silence(a),
  age: (a, b) => (b.ageMs ?? -1) - (a.ageMs ?? -1),
  queue: (a, b) => b.queueDepth - a.queueDepth || rank[a.state] - rank[b.state],
};

const sortedLists = new WeakMap<readonly Session[], Map<SessionSort, readonly Session[]>>();

export function sortedSessions(items: readonly Session[], sort: SessionSort): readonly Session[] {
  const sorts = sortedLists.get(items) ?? new Map<SessionSort, readonly Session[]>();
  sortedLists.set(items, sorts);
  const known = sorts.get(sort);
  if (known !== undefined) return known;
  const sorted = items.toSorted(resting[sort]);
  sorts.set(sort, sorted);
  return sorted;
}

const texts = new WeakMap<Session, string>();

/** What a filter looks at, besides what the session does now. */
function textOf(session: Session): string {
  const known = texts.get(session);
  if (known !== undefined) return known;
  const { key, agent, channel, model, provider, classification, restartRecoveryStatus } = session;
  const text = [key, agent, channel, model, provider, classification, restartRecoveryStatus].filter((part) => part !== null).join(" ");
  texts.set(session, text);
  return text;
}

export const stateWord = (session: Session, run: RunProgress | undefined): string => run?.state ?? session.status ?? "idle";

const kept = new WeakMap<Matcher, WeakMap<Session, boolean>>();

/** A row at rest is matched once; one that works as often as its state changes. */
export function matchingSessions(rows: readonly Session[], runs: Runs, matcher: Matcher): readonly Session[] {
  if (matcher.all) return rows;
  const known = kept.get(matcher) ?? new WeakMap<Session, boolean>();
  kept.set(matcher, known);
  return rows.filter((session) => {
    const run = runs.get(session.key);
    const before = run === undefined ? known.get(session) : undefined;
    if (before !== undefined) return before;
    const is = matcher.matches(`${textOf(session)} ${stateWord(session, run)}`);
    if (run === undefined) known.set(session, is);
    return is;
  });
}

const parentKey = ({ spawnedBy, parentSessionKey }: Session): string | null => spawnedBy ?? parentSessionKey;

const families = new WeakMap<readonly Session[], boolean>();

function hasFamilies(items: readonly Session[]): boolean {
  const known = families.get(items);
  if (known !== undefined) return known;
  const has = items.some((session) => parentKey(session) !== null);
  families.set(items, has);
  return has;
}

/** `depths` null: nobody is anybody's sub-agent. */
export type Ordered = { readonly sessions: readonly Session[]; readonly depths: readonly number[] | null };

const DEPTH_MAX = 8;

/** A family, and each branch of it, stands where its first member would: a stuck sub-agent takes who asked for it along to the top. */
function inFamilies(rows: readonly Session[], items: readonly Session[]): Ordered {
  const shown = new Set(rows);
  const parentOf = (session: Session): Session | null => {
    const key = parentKey(session);
    const parent = key === null || key === session.key ? null : findSession(items, key);
    return parent !== null && shown.has(parent) ? parent : null;
  };
  const children = new Map<Session, Session[]>();
  const attached = new Set<Session>();
  const attach = (session: Session): void => {
    let one = session;
    for (let up = 0; up <= DEPTH_MAX && !attached.has(one); up += 1) {
      const parent = parentOf(one);
      if (parent === null) return;
      attached.add(one);
      const siblings = children.get(parent);
      if (siblings) siblings.push(one);
      else children.set(parent, [one]);
      one = parent;
    }
  };
  for (const session of rows) attach(session);
  const rootOf = (session: Session): Session => {
    let root = session;
    for (let up = 0; up < DEPTH_MAX; up += 1) {
      const parent = parentOf(root);
      if (parent === null || parent === session) break;
      root = parent;
    }
    return root;
  };
  const sessions: Session[] = [];
  const depths: number[] = [];
  const placed = new Set<Session>();
  const place = (session: Session, depth: number): void => {
    if (placed.has(session)) return;
    placed.add(session);
    sessions.push(session);
    depths.push(depth);
    if (depth < DEPTH_MAX) for (const child of children.get(session) ?? []) place(child, depth + 1);
  };
  for (const session of rows) {
    if (!placed.has(session)) place(rootOf(session), 0);
    // Of a ring, or a family deeper than anyone draws.
    place(session, 0);
  }
  return { sessions, depths };
}

type Asked = { readonly items: readonly Session[]; readonly runs: Runs; readonly sort: SessionSort; readonly matcher: Matcher };

function put({ items, runs, sort, matcher }: Asked, first: readonly string[]): Ordered {
  const front = first.map((key) => findSession(items, key)).filter((session) => session !== null);
  const isFront = new Set(front);
  const rest = sortedSessions(items, sort);
  const rows = isFront.size === 0 ? rest : [...front, ...rest.filter((session) => !isFront.has(session))];
  const shown = matchingSessions(rows, runs, matcher);
  return hasFamilies(items) ? inFamilies(shown, items) : { sessions: shown, depths: null };
}

const orders = new WeakMap<readonly Session[], { readonly of: string; readonly matcher: Matcher; readonly ordered: Ordered }>();

/** The same object while nothing changes place. */
export function orderedSessions(asked: Asked): Ordered {
  const { items, runs, sort, matcher } = asked;
  const compare = working[sort];
  const rows = [...runs.values()];
  const first = compare === undefined ? rows : rows.toSorted((a, b) => compare(a, b) || (a.key < b.key ? -1 : 1));
  const of = [sort, ...first.map(({ key, state }) => `${key} ${state}`)].join("\n");
  const known = orders.get(items);
  if (known?.of === of && known.matcher === matcher) return known.ordered;
  const keys = compare === undefined ? [] : first.map(({ key }) => key);
  const ordered = put(asked, keys);
  orders.set(items, { of, matcher, ordered });
  return ordered;
}
