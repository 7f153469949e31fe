// Everything gatetop knows at one moment. `update` (update.ts) is the only way to the next one.
import type { AlertStates } from "./alerts/alert.ts";
import type { PastAlert } from "./alerts/past.ts";
import type { Mute } from "./alerts/mute.ts";
import type { AlertSettings } from "./alerts/settings.ts";
import type { BoardId, BoardViews } from "./boards/board.ts";
import type { AccountWatch, LiveProbe } from "./channels/account-watch.ts";
import type { CommandLine } from "./command/command-line.ts";
import type { DayHistory } from "./day-history.ts";
import type { LateState, LateView } from "./late/late-state.ts";
import type { MessageMark } from "./message-rate.ts";
import type { UpdateAvailable } from "./model/upkeep.ts";
import type { Series } from "./series.ts";
import type { LinkState, Announced } from "./link-state.ts";
import type { DiagnosticRecord } from "./model/sessions.ts";
import type { ActionProgress } from "./action/outcome.ts";
import type { ActionRequest, Preview } from "./action/request.ts";
import type { Told } from "./restart/count.ts";
import type { RestartCounters } from "./restart/counters.ts";
import type { SupervisorFacts } from "./restart/supervisor.ts";
import type { RestartRun } from "./restart/run.ts";
import type { Replaying } from "./recording/recording.ts";
import type { Ring } from "./ring.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Target } from "./target.ts";
import type { LaneQueues } from "./workload/lane-queues.ts";
import type { ThemeName } from "./theme-names.ts";
import type { OpenTools } from "./workload/open-tools.ts";

/** Gauges with a history: at least an hour at 1 Hz, and a day by the minute. */
export type Gauge =
  | "rssBytes"
  | "heapUsedBytes"
  | "offHeapBytes"
  | "cpuCores"
  | "loopDelayMs"
  | "rpcMs"
  | "queued"
  | "openHandles"
  | "threads"
  | "children"
  | "connections"
  | "messagesPerMinute";

export type EarlyPanelId = "problems" | "gateway" | "charts" | "channels" | "queues" | "sessions";
/** Of the late boards: logs · events · usage, quotas · activity, approvals, presence · supervisor, unit, boots, cron, upkeep. */
export type LatePanelId =
  | "logs"
  | "traffic"
  | "events"
  | "spent"
  | "usage"
  | "quotas"
  | "activity"
  | "approvals"
  | "presence"
  | "supervisor"
  | "unit"
  | "boots"
  | "cron"
  | "upkeep";
export type PanelId = EarlyPanelId | LatePanelId;

/** Where a person was before a key led elsewhere; esc leads back. */
export type Place = Pick<View, "board" | "panel" | "selected" | "boardViews" | "late">;

export type Overlay =
  | { readonly kind: "none" }
  | { readonly kind: "help"; readonly scroll: number }
  /** `raw`: the row as it came, as JSON. */
  | { readonly kind: "details"; readonly raw?: true; readonly scroll: number }
  /** `subject`: the account the menu was opened on; "" for the gateway. `previews`: what is known of its rows so far. */
  | {
      readonly kind: "menu";
      readonly menu: "restart" | "channel";
      readonly subject: string;
      readonly previews: readonly Preview[];
      readonly selected: number;
      readonly scroll: number;
    }
  /** `confirmed`: it is under way, and what becomes of it is drawn in the same place. */
  | {
      readonly kind: "confirm";
      readonly request: ActionRequest;
      readonly preview: Preview | null;
      readonly typed: string;
      readonly confirmed: boolean;
      readonly scroll: number;
    }
  /** `keys`: the alerts a snooze is about, `about` in words; none for a maintenance window. `forMs`: chosen, the reason is typed now. */
  | {
      readonly kind: "mute";
      readonly menu: "snooze" | "maintenance";
      readonly keys: readonly string[];
      readonly about: string;
      readonly selected: number;
      readonly forMs: number | null;
      readonly typed: string;
      readonly scroll: number;
    }
  /** `newerThan`: id of the run that was over when this one was confirmed; it is not drawn as this one. */
  | { readonly kind: "timeline"; readonly newerThan: string | null; readonly scroll: number };

/** What the person did to the screen. Selection is by row key, so it stays on its row when rows move. */
export type View = {
  readonly columns: number;
  readonly rows: number;
  readonly panel: PanelId;
  readonly selected: Readonly<Partial<Record<PanelId, string>>>;
  readonly overlay: Overlay;
  readonly problemsOnly: boolean;
  readonly board: BoardId;
  readonly boardViews: BoardViews;
  readonly late: LateView;
  /** Newest last, at most 8. */
  readonly trail: readonly Place[];
  /** The line after `:` while it is typed. */
  readonly command: CommandLine | null;
  /** Lines that were typed after `:` before, newest last, at most 200. */
  readonly commands: readonly string[];
  readonly theme: ThemeName;
  /** Why the theme cannot be changed: NO_COLOR and the like; null: it can. */
  readonly themeStays: string | null;
  readonly mouse: boolean;
  /** Refresh factor: 1 = as in the sources table, 2 = half as often. */
  readonly rate: number;
  /** The state drawn while the screen is frozen. */
  readonly frozen: State | null;
};

/** Counted from what the diagnostics ring held when gatetop came, and holds since. */
export type Traffic = {
  /** When the oldest record counted was written; null before the first. */
  readonly since: number | null;
  readonly received: number;
  readonly processed: number;
  readonly failed: number;
  readonly webhooks: { readonly received: number; readonly processed: number; readonly errors: number } | null;
  /** Newest durations of message.processed, ms, at most 500. */
  readonly durationsMs: readonly number[];
  readonly lastSeq: number;
  readonly lostRecords: number;
  /** Newest detector records (session.*, liveness), at most 200. */
  readonly detector: readonly DiagnosticRecord[];
  /** Newest records of messages, model calls and webhooks, five minutes back: `recentTraffic` counts them. */
  readonly recent: readonly DiagnosticRecord[];
};

/** A change of bootId or process seen by us, or a restart counter of the ring. */
export type BootMark = { readonly at: number; readonly kind: "restart" | "new-process"; readonly from: string };

export type State = {
  readonly now: number;
  readonly startedAt: number;
  /** Since when we have looked without a break: what was not looked at cannot be called silent. */
  readonly watchedSince: number;
  readonly target: Target | null;
  readonly link: LinkState;
  /** Last hello, kept while the link is down. */
  readonly hello: { readonly at: number; readonly value: import("./model/gateway.ts").Hello } | null;
  readonly announced: Announced | null;
  readonly suspension: string | null;
  /** When the /healthz that was never answered was asked; null once it answers. */
  readonly httpSilentSince: number | null;
  readonly rpcMs: { readonly at: number; readonly ms: number } | null;
  readonly snapshot: Snapshot;
  readonly history: Readonly<Record<Gauge, Series>>;
  readonly days: Readonly<Record<Gauge, DayHistory>>;
  readonly traffic: Traffic | null;
  /** Message totals of the last minute, for the rate. */
  readonly messageMarks: readonly MessageMark[];
  /** sessionKey → newest progress seen on agent events, tasks or messages. */
  readonly progress: ReadonlyMap<string, number>;
  /** sessionKey → tool calls seen to begin and not to end, since its run began. */
  readonly openTools: OpenTools;
  /** lane → what waited in it, a quarter of an hour back. */
  readonly laneQueues: LaneQueues;
  /** account key → times its lastStartAt changed, newest last, at most one hour back. */
  readonly channelStarts: ReadonlyMap<string, readonly number[]>;
  readonly boots: readonly BootMark[];
  /** Newest process seen, kept while it is gone, so that a new one is told from the old. */
  readonly lastProcess: { readonly pid: number; readonly startedAt: number | null; readonly at: number } | null;
  /** Newest serving uptime read from /readyz, kept while nothing answers. */
  readonly lastServing: { readonly at: number; readonly uptimeMs: number } | null;
  /** When /readyz last said that the gateway drains; null once it says that it does not. Who comes while it drains hears no announcement. */
  readonly lastDraining: number | null;
  readonly pushed: number;
  readonly gaps: number;
  /** The newest restart run, under way or over; kept until the next, so that its timeline can be opened again. */
  readonly run: RestartRun | null;
  readonly acting: ActionProgress | null;
  /** Null until a source beyond what gatetop sees itself told something. */
  readonly restarts: RestartCounters | null;
  /** Restarts asked for by gatetop: from the journal, and those proved since it was read. */
  readonly journalled: readonly Told[];
  /** Starts of the unit seen between two readings of it, newest last. */
  readonly unitStarts: readonly Told[];
  /** Newest reading of the unit that told something. */
  readonly lastUnit: { readonly at: number; readonly facts: SupervisorFacts } | null;
  /** Why nothing may be changed from here: "--readonly", "GATETOP_READONLY", a config file; null: it may. */
  readonly readonly: string | null;
  readonly alerts: AlertStates;
  /** Of the last hour, in the order in which they were forgotten. */
  readonly past: readonly PastAlert[];
  readonly settings: AlertSettings;
  /** As the file has them for this target; those that ended are left out by whoever reads them. */
  readonly mutes: readonly Mute[];
  /** account key → what was seen of it. */
  readonly accounts: ReadonlyMap<string, AccountWatch>;
  /** account key → the newest live probe. */
  readonly liveProbes: ReadonlyMap<string, LiveProbe>;
  readonly update: UpdateAvailable | null;
  /** At most 5 000 records, also of processes before: the events board counts them. */
  readonly ring: Ring;
  readonly late: LateState;
  /** Set while a recording is looked at; null: what is drawn is live. */
  readonly replay: Replaying | null;
  readonly note: { readonly at: number; readonly text: string; readonly tone: "plain" | "warn" | "bad" } | null;
  readonly view: View;
};
