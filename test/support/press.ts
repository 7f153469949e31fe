// Keys as they are pressed, and what the program around the state does with them: an action that a command names is done, wishes are told.
import type { Wish } from "../../src/data/command/command-line.ts";
import type { State } from "../../src/data/state.ts";
import { update } from "../../src/data/update.ts";
import { pressOf } from "../../src/data/view-press.ts";
import { askingOf } from "../../src/data/wishes.ts";
import "./late.ts";

export type Pressed = { readonly state: State; readonly wishes: readonly Wish[] };

function onePress(before: State, key: string): Pressed {
  const press = pressOf(before, key);
  if (press.kind === "unbound") return { state: before, wishes: [] };
  const event =
    press.kind === "action"
      ? ({ type: "acted", at: before.now, action: press.action } as const)
      : ({ type: "typed", at: before.now, key: press.key } as const);
  const after = update(before, event);
  const { wishes, action } = askingOf(before, after, press);
  return { state: action === null ? after : update(after, { type: "acted", at: after.now, action }), wishes };
}

export const pressed = (state: State, ...keys: readonly string[]): Pressed =>
  keys.reduce<Pressed>(
    ({ state: now, wishes }, key) => {
      const next = onePress(now, key);
      return { state: next.state, wishes: [...wishes, ...next.wishes] };
    },
    { state, wishes: [] },
  );

/** `:`, the letters of the line, then the other keys. */
export const commanded = (state: State, line: string, ...keys: readonly string[]): Pressed =>
  pressed(state, ":", ...Array.from(line, (letter) => (letter === " " ? "space" : letter)), ...keys);
