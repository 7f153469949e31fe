// The key table: declared once, it drives input, footer, help and README.
import { channelSubject, noChannelWhy, noRunWhy, runSubject } from "./action/subject.ts";
import { muteSubject } from "./alerts/mute-subject.ts";
import { lateBoardIds, type BoardId } from "./boards/board.ts";
import { deferral } from "./select/deferral.ts";
import type { State } from "./state.ts";
import { noRowsWhy, noSessionsWhy, noSortWhy } from "./view-boards.ts";

export type ActionId =
  | "help"
  | "quit"
  | "back"
  | "next-panel"
  | "down"
  | "up"
  | "first"
  | "last"
  | "page-down"
  | "page-up"
  | "details"
  | "problems"
  | "overview"
  | "channels-board"
  | "sessions-board"
  | "logs-board"
  | "events-board"
  | "usage-board"
  | "audit-board"
  | "service-board"
  | "sort"
  | "filter"
  | "follow"
  | "live-probe"
  | "restart"
  | "channel"
  | "abort"
  | "force"
  | "ack"
  | "snooze"
  | "maintenance"
  | "refresh"
  | "freeze"
  | "faster"
  | "slower"
  | "suspend";

export type Action = {
  readonly id: ActionId;
  /** Key names as src/ui/keys.ts gives them. */
  readonly keys: readonly string[];
  readonly label: string;
  /** One line for help and README. */
  readonly help: string;
  /** Place in the footer when there is no room for all: 1 stays longest; null: not there. */
  readonly footer: number | null;
  /** The boards whose footer has it; absent: all. */
  readonly on?: readonly BoardId[];
  /** The boards on which the key means this: there it goes before what it means elsewhere. Absent: everywhere. */
  readonly where?: readonly BoardId[];
  /** Undefined, or a sentence saying why it cannot act now. */
  readonly blockedBy?: (state: State) => string | undefined;
};

const FROZEN = "the screen is frozen: space to go on";

/** Before a key that changes something: is anything changed from here at all? */
const unchangeable = ({ readonly, view }: State): string | undefined =>
  readonly === null ? (view.frozen === null ? undefined : FROZEN) : `read-only (${readonly}): nothing is changed from here`;

/** What is silenced, or asked, must be in sight. */
const covered = ({ view: { frozen, overlay } }: State): string | undefined => {
  if (frozen !== null) return FROZEN;
  return overlay.kind === "none" || overlay.kind === "details" ? undefined : "close what is open first: esc";
};
const noProblem = (state: State): string | undefined => (muteSubject(state) === null ? "there is no problem to silence" : undefined);

/** A live probe asks the servers of the channel: not while nothing can be asked, and of one account at a time. */
function unprobeable(state: State): string | undefined {
  const out = covered(state);
  if (out !== undefined) return out;
  if (state.link.phase !== "open") return "there is no connection to probe a channel through";
  const subject = channelSubject(state);
  if (subject === null) return noChannelWhy(state);
  return state.liveProbes.get(subject)?.outcome === "asking" ? `the server of ${subject} is being asked already` : undefined;
}

export const actions: readonly Action[] = [
  { id: "help", keys: ["?"], label: "help", help: "keys and glyphs", footer: 1 },
  { id: "overview", keys: ["1"], label: "overview", help: "the overview", footer: 5, on: ["channels", "sessions", ...lateBoardIds] },
  {
    id: "channels-board",
    keys: ["2"],
    label: "channels",
    help: "the channels board: one row an account, what its own flags hide",
    footer: 6,
    on: ["overview", "sessions"],
  },
  {
    id: "sessions-board",
    keys: ["3"],
    label: "sessions",
    help: "the sessions board: lanes, then every session with its run, tokens and sub-agents",
    footer: 5,
    on: ["overview", "channels"],
  },
  { id: "logs-board", keys: ["4"], label: "logs", help: "the gateway's log, live", footer: null },
  { id: "events-board", keys: ["5"], label: "events", help: "the diagnostic stream: rates, latencies, errors, every record", footer: null },
  { id: "usage-board", keys: ["6"], label: "usage", help: "tokens and cost, by model, provider, agent, channel, session", footer: null },
  { id: "audit-board", keys: ["7"], label: "audit", help: "what agents and operators did, who is connected, what waits", footer: null },
  { id: "service-board", keys: ["8"], label: "service", help: "the unit the gateway runs in, what is wrong with it", footer: null },
  {
    id: "filter",
    keys: ["/"],
    label: "filter",
    help: "on a board: only rows that match a regular expression; ! first: those that do not",
    footer: 4,
    on: ["channels", "sessions", ...lateBoardIds],
    blockedBy: noRowsWhy,
  },
  {
    id: "sort",
    keys: ["s"],
    label: "sort",
    help: "on a board: the next order of its rows",
    footer: 4,
    on: ["channels", "sessions"],
    blockedBy: noSortWhy,
  },
  {
    id: "follow",
    keys: ["F"],
    label: "follow",
    help: "on the sessions board: stay on the first row, whatever it becomes",
    footer: 9,
    on: ["sessions"],
    blockedBy: noSessionsWhy,
  },
  {
    id: "live-probe",
    keys: ["p"],
    label: "probe",
    help: "let the gateway call the server of a channel account now",
    footer: 6,
    on: ["channels"],
    blockedBy: unprobeable,
  },
  { id: "problems", keys: ["!"], label: "problems", help: "problems only, and back", footer: 5 },
  { id: "next-panel", keys: ["tab"], label: "panel", help: "next panel", footer: 6 },
  { id: "down", keys: ["j", "down"], label: "down", help: "next row", footer: null },
  { id: "up", keys: ["k", "up"], label: "up", help: "previous row", footer: null },
  { id: "first", keys: ["g", "home"], label: "first", help: "first row", footer: null },
  { id: "last", keys: ["G", "end"], label: "last", help: "last row", footer: null },
  { id: "page-down", keys: ["pageDown"], label: "page down", help: "a page down", footer: null },
  { id: "page-up", keys: ["pageUp"], label: "page up", help: "a page up", footer: null },
  { id: "details", keys: ["enter"], label: "details", help: "every field of the selected row, with source and age", footer: 4 },
  {
    id: "restart",
    keys: ["R"],
    label: "restart",
    help: "restart the gateway: every way there is, what it would interrupt, the proof; while one is under way its timeline",
    footer: 3,
    blockedBy: unchangeable,
  },
  {
    id: "channel",
    keys: ["c"],
    label: "channel",
    help: "start, stop or restart a channel account",
    footer: 7,
    blockedBy: (state) => unchangeable(state) ?? (channelSubject(state) === null ? noChannelWhy(state) : undefined),
  },
  {
    id: "abort",
    keys: ["x"],
    label: "abort run",
    help: "abort the run of a session",
    footer: 8,
    blockedBy: (state) => unchangeable(state) ?? (runSubject(state) === null ? noRunWhy(state) : undefined),
  },
  {
    id: "force",
    keys: ["f"],
    label: "force it",
    help: "while a restart waits for running work: a bounded force instead",
    footer: null,
    blockedBy: (state) =>
      unchangeable(state) ?? (deferral(state.run) === null ? "nothing waits to be forced: R is for a restart" : undefined),
  },
  {
    id: "ack",
    keys: ["a"],
    label: "acknowledge",
    help: "seen: this problem is silent until it is over; again to take it back",
    footer: 11,
    blockedBy: (state) => covered(state) ?? noProblem(state),
  },
  {
    id: "snooze",
    keys: ["z"],
    label: "snooze",
    help: "not now: this problem is silent for 15 minutes, an hour, or until it is over",
    footer: 12,
    blockedBy: (state) => (state.view.overlay.kind === "mute" ? undefined : (covered(state) ?? noProblem(state))),
  },
  {
    id: "maintenance",
    keys: ["m"],
    label: "maintenance",
    help: "the gateway is worked on: every problem is silent for a time, with the reason; again to end it",
    footer: null,
    blockedBy: (state) => (state.view.overlay.kind === "mute" ? undefined : covered(state)),
  },
  {
    id: "refresh",
    keys: ["r"],
    label: "refresh",
    help: "ask every source now; reconnect now when waiting",
    footer: 9,
    blockedBy: (state) => (state.view.frozen ? FROZEN : undefined),
  },
  { id: "freeze", keys: ["space"], label: "freeze", help: "freeze the screen and stop asking; again to go on", footer: 10 },
  {
    id: "faster",
    keys: ["+", "="],
    label: "faster",
    help: "refresh more often",
    footer: null,
    blockedBy: (state) => (state.view.rate <= 0.5 ? "already at the fastest rate" : undefined),
  },
  {
    id: "slower",
    keys: ["-"],
    label: "slower",
    help: "refresh less often",
    footer: null,
    blockedBy: (state) => (state.view.rate >= 16 ? "already at the slowest rate" : undefined),
  },
  { id: "suspend", keys: ["ctrl+z"], label: "suspend", help: "back to the shell; fg returns", footer: null },
  { id: "back", keys: ["esc"], label: "back", help: "close, one level back", footer: null },
  { id: "quit", keys: ["q", "ctrl+c"], label: "quit", help: "quit, or close what is open", footer: 2 },
];

/** What a key means on a board; without one, what it means on most. */
export function actionForKey(key: string, board?: BoardId): Action | undefined {
  const bound = actions.filter(({ keys }) => keys.includes(key));
  return bound.find(({ where }) => board !== undefined && where?.includes(board)) ?? bound.find(({ where }) => where === undefined);
}
