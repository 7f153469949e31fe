// The keys that choose a board and what it shows.
import { channelSubject, noChannelWhy } from "../action/subject.ts";
import { lateBoardIds } from "../boards/board.ts";
import type { State } from "../state.ts";
import { noFollowWhy, noRowsWhy, noSortWhy } from "../view-boards.ts";
import type { Action } from "./action.ts";
import { covered } from "./blocked.ts";

/** A live probe asks the servers of the channel: not while nothing can be asked, and of one account at a time. */
function unprobeable(state: State): string | undefined {
  const out = covered(state);
  if (out !== undefined) return out;
  if (state.link.phase !== "open") return "there is no connection to probe a channel through";
  const subject = channelSubject(state);
  if (subject === null) return noChannelWhy(state);
  return state.liveProbes.get(subject)?.outcome === "asking" ? `the server of ${subject} is being asked already` : undefined;
}

export const boardActions: readonly Action[] = [
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
  { id: "logs-board", keys: ["4"], label: "logs", late: true, help: "the gateway's log, live", footer: null },
  {
    id: "events-board",
    keys: ["5"],
    label: "events",
    late: true,
    help: "the diagnostic stream: rates, latencies, errors, every record",
    footer: null,
  },
  {
    id: "usage-board",
    keys: ["6"],
    label: "usage",
    late: true,
    help: "tokens and cost, by model, provider, agent, channel, session",
    footer: null,
  },
  {
    id: "audit-board",
    keys: ["7"],
    label: "audit",
    late: true,
    help: "what agents and operators did, who is connected, what waits",
    footer: null,
  },
  {
    id: "service-board",
    keys: ["8"],
    label: "service",
    late: true,
    help: "the unit the gateway runs in, what is wrong with it",
    footer: null,
  },
  {
    id: "filter",
    keys: ["/"],
    label: "filter",
    help: "only rows that match a regular expression; ! first: those that do not",
    footer: 4,
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
    help: "on the sessions board: stay on the first row; on the logs: on the newest line",
    footer: 9,
    on: ["sessions", "logs"],
    blockedBy: noFollowWhy,
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
];
