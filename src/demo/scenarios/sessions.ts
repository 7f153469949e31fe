// The people and chores of the demo's gateway.
import type { Runs, SessionScript, Span } from "../scenario.ts";

const sonnet = { provider: "anthropic", model: "claude-sonnet-4-5", contextTokens: 200_000 } as const;
const mini = { provider: "openai", model: "gpt-5-mini", contextTokens: 128_000 } as const;

type Who = Omit<SessionScript, "runs">;

export const who = {
  main: {
    key: "agent:main:main",
    agent: "main",
    kind: "direct",
    classification: "main",
    title: "main",
    via: { channel: "telegram", account: "hook" },
    lane: "main",
    ...sonnet,
  },
  ops: {
    key: "agent:main:irc:group:#ops",
    agent: "main",
    kind: "group",
    classification: "group",
    title: "#ops",
    via: { channel: "irc", account: "default" },
    lane: "main",
    ...sonnet,
  },
  lin: {
    key: "agent:main:telegram:poll:direct:4411",
    agent: "main",
    kind: "direct",
    classification: "direct",
    title: "Lin",
    via: { channel: "telegram", account: "poll" },
    lane: "main",
    ...sonnet,
  },
  support: {
    key: "agent:support:telegram:客服:group:值班🌙",
    agent: "support",
    kind: "group",
    classification: "group",
    title: "值班🌙",
    via: { channel: "telegram", account: "客服" },
    lane: "main",
    ...mini,
  },
  digest: {
    key: "agent:main:cron:inbox-digest",
    agent: "main",
    kind: "direct",
    classification: "custom",
    title: "inbox digest",
    via: null,
    lane: "cron",
    ...mini,
  },
  research: {
    key: "agent:research:release-notes",
    agent: "research",
    kind: "direct",
    classification: "custom",
    title: "release notes",
    via: null,
    lane: "main",
    ...sonnet,
  },
} as const satisfies Readonly<Record<string, Who>>;

export const having = (session: Who, runs: Runs): SessionScript => ({ ...session, runs });

export const turns = (session: Who, everyMs: number, runMs: number, offsetMs: number, failEvery?: number): SessionScript =>
  having(session, { pattern: "turns", everyMs, runMs, offsetMs, ...(failEvery === undefined ? {} : { failEvery }) });

export const spans = (session: Who, ...list: readonly Span[]): SessionScript => having(session, { pattern: "spans", spans: list });

/** An ordinary afternoon. */
export const everyday: readonly SessionScript[] = [
  turns(who.main, 34_000, 14_000, -900_000),
  turns(who.ops, 52_000, 19_000, -880_000),
  turns(who.lin, 71_000, 18_000, -910_000),
  turns(who.support, 43_000, 9_000, -895_000, 17),
  turns(who.digest, 120_000, 21_000, -930_000),
];
