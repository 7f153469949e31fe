// The boards beside the overview, and what a person set on them.
import type { Deafness, LadderPosition, LiveProbe } from "../channels/account-watch.ts";
import type { ChannelAccount, ChannelState } from "../model/channels.ts";
import type { Session } from "../model/sessions.ts";
import type { Mark } from "../select/cell.ts";
import type { AccountStarts } from "../select/counters.ts";
import type { RunProgress } from "../stuck.ts";
import type { Trend } from "../trends/trend.ts";

/** Keys 1, 2, 3. The boards use the panels channels, queues and sessions for focus and selection. */
export type EarlyBoardId = "overview" | "channels" | "sessions";
/** Keys 4 to 8: loaded after the first frame (late/late.ts), with panels of their own. */
export const lateBoardIds = ["logs", "events", "usage", "audit", "service"] as const;
export type LateBoardId = (typeof lateBoardIds)[number];
export type BoardId = EarlyBoardId | LateBoardId;

export const boardIds: readonly BoardId[] = ["overview", "channels", "sessions", ...lateBoardIds];

export type ChannelSort = "trouble" | "name" | "inbound" | "restarts";
export type SessionSort = "trouble" | "age" | "queue" | "tokens" | "context" | "cost" | "name";

/** `text`: a regular expression, `!` first inverts; kept while it is typed, `typing` tells. An invalid one filters nothing and says so. */
export type Filter = { readonly text: string; readonly typing: boolean };

export type BoardViews = {
  /** Of the list that keys act on. */
  readonly overview: { readonly filter: Filter };
  readonly channels: { readonly sort: ChannelSort; readonly filter: Filter };
  /** `follow`: the selection stays on the first row, whatever it becomes. */
  readonly sessions: { readonly sort: SessionSort; readonly filter: Filter; readonly follow: boolean };
} & { readonly [B in LateBoardId]: { readonly filter: Filter } };

const noFilter: Filter = { text: "", typing: false };

export const firstBoardViews: BoardViews = {
  overview: { filter: noFilter },
  channels: { sort: "trouble", filter: noFilter },
  sessions: { sort: "trouble", filter: noFilter, follow: false },
  logs: { filter: noFilter },
  events: { filter: noFilter },
  usage: { filter: noFilter },
  audit: { filter: noFilter },
  service: { filter: noFilter },
};

export type ChannelBoardRow = {
  readonly key: string;
  readonly account: ChannelAccount;
  readonly state: ChannelState;
  readonly mark: Mark;
  readonly words: string;
  readonly inboundAgeMs: number | null;
  readonly outboundAgeMs: number | null;
  readonly transportAgeMs: number | null;
  readonly ladder: LadderPosition | null;
  readonly starts: AccountStarts;
  readonly deaf: Deafness | null;
  readonly probe: LiveProbe | null;
  /** One share 0..1 of up time for each column of the last hour; null: not watched. */
  readonly flaps: (columns: number) => readonly (number | null)[];
};

export type LaneBoardRow = {
  readonly key: string;
  readonly lane: string;
  readonly active: number;
  readonly limit: number | null;
  readonly queued: number;
  /** Null: not enough seen. */
  readonly growthPerMinute: number | null;
  readonly trend: Trend;
  readonly oldestWaitMs: number | null;
  readonly blockedBy: string | null;
  readonly draining: boolean;
  readonly mark: Mark;
};

export type SessionBoardRow = {
  readonly key: string;
  readonly session: Session;
  readonly run: RunProgress | null;
  readonly words: string;
  readonly mark: Mark;
  /** The gateway's detector names it in the log. */
  readonly detector: { readonly verdict: string; readonly at: number } | null;
  /** Recovery was tried, released nothing, and work still waits. */
  readonly ineffective: boolean;
  /** What is wrong with its transcript or last run. */
  readonly scars: readonly ("tombstoned" | "aborted-last-run" | "dangling-tool-call")[];
  readonly contextShare: number | null;
  /** 0 = of its own, 1 = sub-agent of the row above, … */
  readonly depth: number;
};
