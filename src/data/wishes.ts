// What a key asks of the outside, from the state before it and after it: onto the clipboard, into a file, more of a log.
import { blockedWhy, type ActionId } from "./actions.ts";
import { askedBy } from "./command/asked.ts";
import type { Wish } from "./command/command-line.ts";
import { closed, lineOf } from "./command/typist.ts";
import { late } from "./late/late.ts";
import { copiedOf } from "./select/copied.ts";
import { lateBoardOf } from "./select/rows.ts";
import type { State } from "./state.ts";
import { drawn } from "./view.ts";
import { isCommanding } from "./view-command.ts";
import type { Press } from "./view-press.ts";

export type Asking = { readonly wishes: readonly Wish[]; readonly action: ActionId | null };

const nothing: Asking = { wishes: [], action: null };

const onAction: { readonly [A in ActionId]?: (state: State) => readonly Wish[] } = {
  report: () => [{ wish: "report", file: null }],
  copy: (state) => {
    const copied = copiedOf(drawn(state));
    return copied === null ? [] : [{ wish: "copy", what: copied.what, json: JSON.stringify(copied.value, null, 2) }];
  },
};

function ofAction(before: State, after: State, action: ActionId): readonly Wish[] {
  if (blockedWhy(before, action) !== undefined) return [];
  const board = action === "logs-of" ? late()?.boards.logs : lateBoardOf(before.view.board);
  return [...(onAction[action]?.(before) ?? []), ...(board?.wishes?.(before, after, action) ?? [])];
}

/** Enter on the line after `:`; an action it names is done as its key would do it. */
function ofLine(before: State): Asking {
  const line = lineOf(before).trim();
  const asked = askedBy(closed(before), line);
  if (asked === null) return nothing;
  const remember: readonly Wish[] = line === before.view.commands.at(-1) ? [] : [{ wish: "remember", line }];
  return "wrong" in asked ? nothing : { wishes: [...remember, ...asked.wishes], action: asked.action };
}

export function askingOf(before: State, after: State, press: Press): Asking {
  if (press.kind === "action") return { wishes: ofAction(before, after, press.action), action: null };
  return press.kind === "typed" && press.key === "enter" && isCommanding(before, press.key) ? ofLine(before) : nothing;
}
