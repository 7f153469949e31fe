// The list of sessions: the newest page each time, all pages at first and every ten minutes, changes between them as pushes.
// A row is about 3 KB: ten thousand of them in one answer would be more than the gateway's own limit for a message.
import { decodeSessionPage } from "../../data/gateway/decode/sessions.ts";
import type { Session, SessionList } from "../../data/model/sessions.ts";
import { isPartOf, passDue, replacedBy, SESSIONS_KEPT, withPage } from "../../data/session-list.ts";
import { sources } from "../../data/snapshot.ts";
import { RpcFailure, type Probe, type World } from "../probe.ts";

const METHOD = "sessions.list";
/** 1.5 MB of answer. */
const PAGE = 500;
/** Of one pass; the attempt itself may take ten seconds. */
const BUDGET_MS = 6_000;
/** The first page is drawn before the others are asked for. */
const SOON_MS = 300;

type Pages = { readonly items: readonly Session[]; readonly whole: boolean };

/** The pages after the first. One that does not come ends it: the newest are there. */
async function pagesFrom(world: World, offset: number): Promise<Pages> {
  const until = world.now() + BUDGET_MS;
  const items: Session[] = [];
  let next: number | null = offset;
  while (next !== null && next < SESSIONS_KEPT) {
    const leftMs = until - world.now();
    if (leftMs <= 0) return { items, whole: false };
    try {
      const page = decodeSessionPage(await world.request(METHOD, { limit: PAGE, offset: next }, leftMs));
      items.push(...page.items);
      next = page.nextOffset === null || page.nextOffset <= next ? null : page.nextOffset;
    } catch (error) {
      if (!(error instanceof RpcFailure)) throw error;
      return { items, whole: false };
    }
  }
  return { items, whole: true };
}

/** Rows move to the front while pages are read: one may come twice, the newer first. */
function once(items: readonly Session[]): readonly Session[] {
  const seen = new Set<string>();
  return items.filter(({ key }) => !seen.has(key) && seen.add(key));
}

export const sessionsProbe: Probe<"sessions"> = {
  source: "sessions",
  method: METHOD,
  on: ["sessions.changed"],
  again: (list) => (list.pass === undefined && isPartOf(list) ? SOON_MS : null),
  read: async (world, { last }): Promise<SessionList> => {
    const before = last("sessions");
    const asked = before?.items ?? [];
    const { items, total, nextOffset } = decodeSessionPage(await world.request(METHOD, {}, sources.sessions.timeoutMs));
    const held = (): { readonly before: readonly Session[]; readonly now: readonly Session[] } => ({
      before: asked,
      now: last("sessions")?.items ?? asked,
    });
    // All of them, or all that a release without pages shows.
    if (nextOffset === null) return { items: replacedBy(items, held()), total, pass: { at: world.now(), whole: items.length >= total } };
    if (before === null) return { items, total };
    if (!passDue(before, total, world.now())) {
      return { items: withPage(items, held()), total, ...(before.pass === undefined ? {} : { pass: before.pass }) };
    }
    const rest = await pagesFrom(world, nextOffset);
    const read = once([...items, ...rest.items]);
    const pass = { at: world.now(), whole: rest.whole };
    return { items: rest.whole ? replacedBy(read, held()) : withPage(read, held()), total, pass };
  },
};
