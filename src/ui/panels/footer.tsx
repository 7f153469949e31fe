// Keys that act now, from the key table; the note of the moment at the right.
import { actions } from "../../data/actions.ts";
import { cell, type Tone } from "../../data/select/cell.ts";
import { cut, settled, widthOf } from "../../data/select/text.ts";
import type { State } from "../../data/state.ts";
import { Block } from "../parts/panel.tsx";
import { paint, type Look, type Span } from "../theme.ts";

const tones: Readonly<Record<"plain" | "warn" | "bad", Tone>> = { plain: "plain", warn: "warn", bad: "bad" };

/** An open overlay has keys of its own; the rest would only distract. */
const inOverlay: ReadonlySet<string> = new Set(["down", "up", "page-down", "page-up", "back", "help"]);

const spansWidth = (spans: readonly Span[]): number => spans.reduce((sum, span) => sum + widthOf(span.text), 0);

function keySpans(state: State, room: number): readonly Span[] {
  const open = state.view.overlay.kind !== "none";
  const spans: Span[] = [];
  let used = 0;
  for (const action of actions) {
    if (open ? !inOverlay.has(action.id) : !action.footer) continue;
    const blocked = action.blockedBy?.(state) !== undefined;
    const label = action.id === "freeze" && state.view.frozen !== null ? "go on" : action.label;
    const key: readonly Span[] = [cell(` ${action.keys[0] ?? ""}`, blocked ? "dim" : "accent"), cell(` ${label} `, "dim")];
    const width = spansWidth(key);
    if (used + width > room) continue;
    spans.push(...key);
    used += width;
  }
  return spans;
}

export function Footer({ state, columns, look }: { readonly state: State; readonly columns: number; readonly look: Look }) {
  const { note } = state;
  const text = note === null ? "" : cut(settled(note.text), columns - 2);
  const keys = keySpans(state, columns - (text === "" ? 0 : widthOf(text) + 3));
  const gap = " ".repeat(Math.max(1, columns - spansWidth(keys) - widthOf(text) - 1));
  return <Block text={paint(text === "" ? keys : [...keys, cell(gap), cell(text, tones[note?.tone ?? "plain"])], columns, look)} />;
}
