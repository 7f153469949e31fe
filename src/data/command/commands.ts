// What may stand after `:`. Every action of the key table by its id and its label, and what needs a word of its own.
import { actions, blockedWhy, type ActionId } from "../actions.ts";
import { boardIds } from "../boards/board.ts";
import { boardAction } from "../keys/board-action.ts";
import { lateBoardOf } from "../select/rows.ts";
import { logLevels, type LogFocus } from "../logs/log-book.ts";
import { sought } from "../logs/view-logs.ts";
import { lastValue } from "../reading.ts";
import type { State, View } from "../state.ts";
import { themeNames } from "../theme-names.ts";
import { led } from "../trail.ts";
import { openedBoard, filteredBy, noRowsWhy } from "../view-boards.ts";
import type { Wish } from "./command-line.ts";
import { spanMs } from "../typed-span.ts";

/** `state`: with what the command does to the screen; `action`: of the key table, done as its key would do it. */
export type Asked =
  | { readonly state: State; readonly action: ActionId | null; readonly wishes: readonly Wish[] }
  | { readonly wrong: string };

export type Command = {
  readonly name: string;
  /** `NAME`, `[FILE]`; empty: it takes none. */
  readonly argument: string;
  readonly about: string;
  /** What may stand there, as far as it is known; tab goes through it. */
  readonly names?: (state: State) => readonly string[];
  readonly asked: (state: State, argument: string) => Asked;
};

const acts = (state: State, action: ActionId): Asked => ({ state, action, wishes: [] });
const shows = (state: State): Asked => ({ state, action: null, wishes: [] });
const wishes = (state: State, wish: Wish): Asked => ({ state, action: null, wishes: [wish] });
const viewed = (state: State, view: Partial<View>): State => ({ ...state, view: { ...state.view, ...view } });
const oneOf = (names: readonly string[]): Asked => ({ wrong: `one of: ${names.join(", ")}` });

/** The one that is meant: as it is written, or the only one that begins so. */
export function meant<T extends string>(names: readonly T[], written: string): T | null {
  const exact = names.find((name) => name === written);
  if (exact !== undefined) return exact;
  const [first, second] = written === "" ? [] : names.filter((name) => name.startsWith(written));
  return first !== undefined && second === undefined ? first : null;
}

const views = [...boardIds, "problems"] as const;

/** The logs with this focus, and the way back. */
function onLogs(state: State, focus: Partial<LogFocus>, seek?: View["late"]["logs"]["seek"]): Asked {
  if (lateBoardOf("logs") === null) return { wrong: "the logs are not there" };
  const there = state.view.board === "logs" ? state : led(state, openedBoard(state, "logs"));
  const { logs } = there.view.late;
  const next = { ...logs, focus: { ...logs.focus, ...focus }, ...(seek === undefined ? {} : { seek, follow: false }) };
  return shows(sought(viewed(there, { late: { ...there.view.late, logs: next } })));
}

const named: readonly Command[] = [
  {
    name: "view",
    argument: "NAME",
    about: "a board by its name",
    names: () => views,
    asked: (state, argument) => {
      const view = meant(views, argument);
      if (view === null) return oneOf(views);
      return acts(state, view === "problems" ? "problems" : boardAction(view));
    },
  },
  {
    name: "filter",
    argument: "RE",
    about: "only rows that match; ! first: those that do not",
    asked: (state, argument) => {
      if (argument === "") return acts(state, "filter");
      const why = noRowsWhy(state);
      return why === undefined ? shows(filteredBy(state, argument)) : { wrong: why };
    },
  },
  {
    name: "level",
    argument: "LEVEL",
    about: "the log: only lines at least this grave",
    names: () => logLevels,
    asked: (state, argument) => {
      const least = meant(logLevels, argument);
      return least === null ? oneOf(logLevels) : onLogs(state, { least });
    },
  },
  {
    name: "subsystem",
    argument: "[NAME]",
    about: "the log: only this subsystem",
    names: (state) => state.late.log.subsystems.filter((name) => name !== ""),
    asked: (state, argument) => (argument === "" ? acts(state, "subsystem") : onLogs(state, { subsystem: argument })),
  },
  {
    name: "session",
    argument: "KEY",
    about: "the log: only this session",
    names: (state) => lastValue(state.snapshot.sessions)?.items.map(({ key }) => key) ?? [],
    asked: (state, argument) => (argument === "" ? { wrong: "the key of a session" } : onLogs(state, { session: argument })),
  },
  {
    name: "since",
    argument: "10m",
    about: "the log, from so long ago",
    asked: (state, argument) => {
      const ms = spanMs(argument);
      return ms === null ? { wrong: "how long ago: 30s, 10m, 2h, 1d" } : onLogs(state, {}, { at: state.now - ms, side: "from" });
    },
  },
  {
    name: "theme",
    argument: "[NAME]",
    about: "the colours",
    names: () => themeNames,
    asked: (state, argument) => {
      if (argument === "") return acts(state, "theme");
      const why = blockedWhy(state, "theme");
      if (why !== undefined) return { wrong: why };
      const theme = meant(themeNames, argument);
      return theme === null ? oneOf(themeNames) : shows(viewed(state, { theme }));
    },
  },
  {
    name: "mouse",
    argument: "[on|off]",
    about: "the mouse",
    names: () => ["on", "off"],
    asked: (state, argument) => {
      if (argument === "") return acts(state, "mouse");
      const wanted = meant(["on", "off"], argument);
      if (wanted === null) return oneOf(["on", "off"]);
      return state.view.mouse === (wanted === "on") ? shows(state) : acts(state, "mouse");
    },
  },
  {
    name: "save",
    argument: "FILE",
    about: "what is listed here, as it came, into a new file",
    asked: (state, argument) => (argument === "" ? { wrong: "the file to make" } : wishes(state, { wish: "save", file: argument })),
  },
  {
    name: "record",
    argument: "[FILE]",
    about: "keep what is seen, for --replay; again: stop",
    asked: (state, argument) => wishes(state, { wish: "record", file: argument === "" ? null : argument }),
  },
  {
    name: "report",
    argument: "[FILE]",
    about: "write an incident report, redacted",
    asked: (state, argument) => (argument === "" ? acts(state, "report") : wishes(state, { wish: "report", file: argument })),
  },
  {
    name: "target",
    argument: "URL",
    about: "another gateway",
    asked: (state, argument) =>
      argument === "" ? { wrong: "the address: ws://HOST:PORT" } : wishes(state, { wish: "target", url: argument }),
  },
];

const byWord = new Set(named.map(({ name }) => name));

const actionCommand = (name: string, id: ActionId, about: string): Command => ({
  name,
  argument: "",
  about,
  asked: (state, argument) => {
    if (argument !== "") return { wrong: `${name} takes nothing after it` };
    const why = blockedWhy(state, id);
    return why === undefined ? acts(state, id) : { wrong: why };
  },
});

const byId = actions.filter(({ id }) => !byWord.has(id)).map(({ id, help }) => actionCommand(id, id, help));
const taken = new Set([...named, ...byId].map(({ name }) => name));

/** A label that is no id; of two actions with the same one, the first. */
const byLabel = actions.flatMap(({ id, label, help }): readonly Command[] => {
  const name = label.replaceAll(" ", "-");
  if (taken.has(name)) return [];
  taken.add(name);
  return [actionCommand(name, id, help)];
});

export const commands: readonly Command[] = [...named, ...byId, ...byLabel];
