// The demo gateway's answers with many more sessions and channel accounts in them, in the frames of the real one.

type Fields = Readonly<Record<string, unknown>>;

export type Crowd = { readonly sessions: number; readonly accounts: number };

/** The largest page the gateway gives, and what it gives to who names none. */
const PAGE_MAX = 500;
const PAGE = 100;

const rowsOf = (answer: Fields, name: string): readonly Fields[] => answer[name] as readonly Fields[];

const numberIn = (params: unknown, name: string, otherwise: number): number => {
  const value = (params as Fields | null)?.[name];
  return typeof value === "number" ? value : otherwise;
};

/** Each was written to once, some minutes after the next. */
function idle(like: Fields, nth: number, now: number): Fields {
  const key = `agent:main:telegram:poll:direct:${400_000 + nth}`;
  const at = now - 3_600_000 - nth * 45_000;
  const times = {
    createdAt: at - 60_000,
    updatedAt: at,
    startedAt: at - 9_000,
    endedAt: at,
    lastActivityAt: at,
    lastInteractionAt: at - 9_000,
  };
  return {
    ...like,
    ...times,
    key,
    sessionId: `idle-${nth}`,
    displayName: `Person ${nth}`,
    status: "done",
    hasActiveRun: false,
    activeRunIds: [],
  };
}

/** Rows of people who are gone are the same at every look: they are made once. */
export function crowdAnswers(
  { sessions, accounts }: Crowd,
  now: () => number,
): (method: string, params: unknown, payload: unknown) => unknown {
  let quiet: readonly Fields[] | null = null;

  const sessionPage = (answer: Fields, params: unknown): Fields => {
    const live = rowsOf(answer, "sessions");
    const [like = {}] = live;
    quiet ??= Array.from({ length: Math.max(0, sessions - live.length) }, (_, nth) => idle(like, nth, now()));
    const [offset, limit] = [numberIn(params, "offset", 0), Math.min(PAGE_MAX, numberIn(params, "limit", PAGE))];
    const all = [...live, ...quiet];
    const page = all.slice(offset, offset + limit);
    const next = offset + page.length < all.length ? offset + page.length : null;
    const counts = { count: page.length, totalCount: all.length, limitApplied: limit, nextOffset: next, hasMore: next !== null };
    return { ...answer, ...counts, sessions: page };
  };

  /** Every one of them hears something now and then. */
  const manyAccounts = (answer: Fields): Fields => {
    const byChannel = answer["channelAccounts"] as Readonly<Record<string, readonly Fields[]>>;
    const told = Object.values(byChannel).flat();
    const like = told.find(({ mode, enabled }) => mode === "polling" && enabled === true) ?? {};
    const added = Array.from({ length: Math.max(0, accounts - told.length) }, (_, nth): Fields => {
      const heardAt = Math.floor((now() + nth * 1_700) / 60_000) * 60_000 - nth * 1_700;
      return { ...like, accountId: `team-${nth + 1}`, lastInboundAt: heardAt, lastOutboundAt: heardAt + 4_000 };
    });
    return { ...answer, channelAccounts: { ...byChannel, telegram: [...(byChannel["telegram"] ?? []), ...added] } };
  };

  return (method, params, payload) => {
    if (method === "sessions.list") return sessionPage(payload as Fields, params);
    return method === "channels.status" ? manyAccounts(payload as Fields) : payload;
  };
}
