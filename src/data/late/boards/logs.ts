// Board 4: the gateway's log.
import { focused } from "../../focus.ts";
import {
  beforeRestart,
  chosenRow,
  logsOf,
  moved,
  narrowed,
  nextLevel,
  rowsOf,
  toBurst,
  toggledFold,
  toggledFollow,
  toggledSubsystem,
  toggledWrap,
  unfocused,
} from "../../logs/view-logs.ts";
import type { Wish } from "../../command/command-line.ts";
import type { ActionId } from "../../keys/action.ts";
import { UNKNOWN } from "../../select/cell.ts";
import { field, type Section } from "../../select/section.ts";
import type { State } from "../../state.ts";
import { age, bytes, duration } from "../../units.ts";
import type { LateBoard } from "../late.ts";

const wayWords = { rpc: "RPC logs.tail", file: "the file itself", journald: "the journal of the unit" } as const;

function originOf({ late: { log } }: State): string {
  const size = log.sizeBytes === null ? null : bytes(log.sizeBytes);
  return [log.way === null ? null : wayWords[log.way], log.file, size].filter((part) => part !== null).join(" · ");
}

function details(state: State): readonly Section[] {
  const row = chosenRow(state);
  if (row === null) return [];
  const { now } = state;
  const when = row.at === null ? UNKNOWN : `${new Date(row.at).toISOString()} · ${age(now - row.at)} ago`;
  const repeated = row.count === 1 ? [] : [field("repeated", `${row.count} times in ${duration(row.spanMs)}`)];
  return [
    {
      title: "line",
      origin: originOf(state),
      fields: [
        field("time", when),
        field("level", row.level),
        field("subsystem", row.subsystem ?? UNKNOWN),
        field("session", row.session ?? UNKNOWN),
        ...repeated,
        field("message", row.message),
      ],
    },
  ];
}

function copied(state: State): unknown {
  const row = chosenRow(state);
  if (row === null) return null;
  const { at, level, subsystem, session, message, count } = row;
  return { at, level, subsystem, session, message, count };
}

function raw(state: State): string | null {
  const { logJson } = state.late;
  return logJson !== null && logJson.line === chosenRow(state)?.number ? logJson.json : null;
}

const UPWARD: ReadonlySet<ActionId> = new Set(["up", "page-up", "first"]);

/** At the first row of what is held, up means what is older. */
function wishes(before: State, after: State, action: ActionId): readonly Wish[] {
  if (action === "raw" && raw(after) === null) {
    const row = chosenRow(after);
    return row === null ? [] : [{ wish: "log-json", line: row.number }];
  }
  const rows = rowsOf(after);
  const isFirst = focused(after.view) === "logs" && rows.unseen === 0 && chosenRow(after)?.key === rows.keyAt(0);
  const { overlay, frozen } = before.view;
  return UPWARD.has(action) && isFirst && after.late.log.olderThere && overlay.kind === "none" && frozen === null
    ? [{ wish: "older", of: "log" }]
    : [];
}

export const logsBoard: LateBoard = {
  panels: ["logs"],
  rows: rowsOf,
  details,
  copied,
  raw,
  wishes,
  moved,
  left: (state) => (narrowed(state) ? unfocused(state) : null),
  acts: {
    "logs-of": logsOf,
    "before-restart": beforeRestart,
    follow: toggledFollow,
    wrap: toggledWrap,
    fold: toggledFold,
    "least-level": nextLevel,
    subsystem: toggledSubsystem,
    "next-burst": (state) => toBurst(state, "next"),
    "previous-burst": (state) => toBurst(state, "previous"),
  },
};
