// The keys of the screen itself: what it shows how fast, in which colours, and how to leave.
import type { Action } from "./action.ts";
import { asking, FROZEN } from "./blocked.ts";

export const screenActions: readonly Action[] = [
  {
    id: "command",
    keys: [":"],
    label: "command",
    late: true,
    help: "a command by its name: tab completes it, up has the last ones",
    footer: 8,
    blockedBy: asking,
  },
  {
    id: "copy",
    keys: ["y"],
    label: "copy",
    late: true,
    help: "the selected row onto the clipboard, as JSON",
    footer: null,
  },
  { id: "report", keys: ["i"], label: "report", late: true, help: "write an incident report, redacted, and say where", footer: null },
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
  {
    id: "theme",
    keys: ["T"],
    label: "theme",
    help: "the next theme: dark, light, color-blind, mono",
    footer: null,
    blockedBy: ({ view }) => view.themeStays ?? undefined,
  },
  {
    id: "mouse",
    keys: ["M"],
    label: "mouse",
    help: "the mouse: a click selects, a second one opens, the wheel moves; again: off",
    footer: null,
  },
  { id: "suspend", keys: ["ctrl+z"], label: "suspend", help: "back to the shell; fg returns", footer: null },
  { id: "back", keys: ["esc"], label: "back", help: "close, one level back", footer: null },
  { id: "quit", keys: ["q", "ctrl+c"], label: "quit", help: "quit, or close what is open", footer: 2 },
];
