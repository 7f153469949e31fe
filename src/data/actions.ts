// The key table: declared once, it drives input, footer, help and README.
import type { State } from "./state.ts";

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
  readonly footer: boolean;
  /** Undefined, or a sentence saying why it cannot act now. */
  readonly blockedBy?: (state: State) => string | undefined;
};

export const actions: readonly Action[] = [
  { id: "help", keys: ["?"], label: "help", help: "keys and glyphs", footer: true },
  { id: "problems", keys: ["!"], label: "problems", help: "problems only, and back", footer: true },
  { id: "next-panel", keys: ["tab"], label: "panel", help: "next panel", footer: true },
  { id: "down", keys: ["j", "down"], label: "down", help: "next row", footer: false },
  { id: "up", keys: ["k", "up"], label: "up", help: "previous row", footer: false },
  { id: "first", keys: ["g", "home"], label: "first", help: "first row", footer: false },
  { id: "last", keys: ["G", "end"], label: "last", help: "last row", footer: false },
  { id: "page-down", keys: ["pageDown"], label: "page down", help: "a page down", footer: false },
  { id: "page-up", keys: ["pageUp"], label: "page up", help: "a page up", footer: false },
  { id: "details", keys: ["enter"], label: "details", help: "every field of the selected row, with source and age", footer: true },
  {
    id: "refresh",
    keys: ["r"],
    label: "refresh",
    help: "ask every source now; reconnect now when waiting",
    footer: true,
    blockedBy: (state) => (state.view.frozen ? "the screen is frozen: space to go on" : undefined),
  },
  { id: "freeze", keys: ["space"], label: "freeze", help: "freeze the screen and stop asking; again to go on", footer: true },
  {
    id: "faster",
    keys: ["+", "="],
    label: "faster",
    help: "refresh more often",
    footer: false,
    blockedBy: (state) => (state.view.rate <= 0.5 ? "already at the fastest rate" : undefined),
  },
  {
    id: "slower",
    keys: ["-"],
    label: "slower",
    help: "refresh less often",
    footer: false,
    blockedBy: (state) => (state.view.rate >= 16 ? "already at the slowest rate" : undefined),
  },
  { id: "suspend", keys: ["ctrl+z"], label: "suspend", help: "back to the shell; fg returns", footer: false },
  { id: "back", keys: ["esc"], label: "back", help: "close, one level back", footer: false },
  { id: "quit", keys: ["q", "ctrl+c"], label: "quit", help: "quit, or close what is open", footer: true },
];

export function actionForKey(key: string): Action | undefined {
  return actions.find((action) => action.keys.includes(key));
}
