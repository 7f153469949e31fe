// Keys while the line after `:` is open: letters, tab through what can stand there, up through what was asked before, enter.
import type { CommandTypist } from "../late/late.ts";
import { pieces } from "../select/text.ts";
import type { State } from "../state.ts";
import { isCharacter } from "../typist.ts";
import { isCommanding } from "../view-command.ts";
import { askedBy } from "./asked.ts";
import type { CommandLine } from "./command-line.ts";
import { candidates } from "./complete.ts";

const LONGEST = 400;
const empty: CommandLine = { text: "", chosen: null, past: 0 };

const withLine = (state: State, command: CommandLine | null): State => ({ ...state, view: { ...state.view, command } });

export const closed = (state: State): State => withLine(state, null);

/** The line as it is drawn and as enter takes it. */
export function lineOf({ view: { command, commands } }: State): string {
  if (command === null) return "";
  return (command.past > 0 ? commands.at(-command.past) : undefined) ?? command.chosen ?? command.text;
}

function completed(state: State, command: CommandLine, step: 1 | -1): CommandLine {
  const stem = command.past > 0 ? lineOf(state) : command.text;
  const all = candidates(state, stem);
  // Nothing is left to choose from: what stands there is taken, and what may follow it is offered.
  const [only] = all;
  if (only !== undefined && all.length === 1) return { text: only.line, chosen: null, past: 0 };
  const at = all.findIndex(({ line }) => line === command.chosen);
  const next = all[at < 0 ? (step === 1 ? 0 : all.length - 1) : (at + step + all.length) % all.length];
  return { text: stem, chosen: next?.line ?? null, past: 0 };
}

const past = (state: State, command: CommandLine, step: 1 | -1): CommandLine => ({
  ...command,
  past: Math.max(0, Math.min(state.view.commands.length, command.past + step)),
});

const withoutLast = (text: string): string =>
  pieces(text)
    .slice(0, -1)
    .map((piece) => piece.text)
    .join("");

/** Keys that are not letters. */
const edits: Readonly<Record<string, (state: State, command: CommandLine) => CommandLine | null>> = {
  tab: (state, command) => completed(state, command, 1),
  "shift+tab": (state, command) => completed(state, command, -1),
  up: (state, command) => past(state, command, 1),
  down: (state, command) => past(state, command, -1),
  // An empty line is left as it is in other programs that have one.
  backspace: (state) => (lineOf(state) === "" ? null : { ...empty, text: withoutLast(lineOf(state)) }),
  "ctrl+w": (state) => ({ ...empty, text: lineOf(state).replace(/\S*\s*$/u, "") }),
  "ctrl+u": () => empty,
};

function entered(state: State): State {
  const asked = askedBy(closed(state), lineOf(state));
  if (asked === null) return closed(state);
  if ("wrong" in asked) return { ...state, note: { at: state.now, text: asked.wrong, tone: "warn" } };
  return asked.state;
}

export const commandLine: CommandTypist = {
  opened: (state) => withLine(state, empty),
  takes: isCommanding,
  pastes: true,
  typed: (state, key) => {
    const { command } = state.view;
    if (command === null) return state;
    if (key === "enter") return entered(state);
    const edit = edits[key];
    if (edit !== undefined) return { ...withLine(state, edit(state, command)), note: null };
    const character = key === "space" ? " " : isCharacter(key) ? key : null;
    if (character === null) return state;
    return { ...withLine(state, { ...empty, text: (lineOf(state) + character).slice(0, LONGEST) }), note: null };
  },
};
