// Keys that act now, from the key table; the note of the moment at the right, or the restart that is under way.
import { actions, type Action, type ActionId } from "../../data/actions.ts";
import { cell, type Cell, type Tone } from "../../data/select/cell.ts";
import { overlayView } from "../../data/select/overlay.ts";
import { cut, settled, widthOf } from "../../data/select/text.ts";
import { runWords } from "../../data/select/timeline.ts";
import type { Overlay, State } from "../../data/state.ts";
import { isFiltering } from "../../data/view-boards.ts";
import { typesReason } from "../../data/view-mute.ts";
import { Block } from "../parts/panel.tsx";
import { paint, type Look, type Span } from "../theme.ts";

const tones: Readonly<Record<"plain" | "warn" | "bad", Tone>> = { plain: "plain", warn: "warn", bad: "bad" };

/** What is open has keys of its own, some under other names; the rest would only distract. First ones stay longest. */
const scrolling: ReadonlySet<ActionId> = new Set(["down", "up", "page-down", "page-up"]);
const read: readonly (readonly [ActionId, string?])[] = [["down"], ["up"], ["page-down"], ["page-up"]];
const overlayKeys: { readonly [K in Exclude<Overlay["kind"], "none">]: readonly (readonly [ActionId, string?])[] } = {
  help: [["back"], ...read],
  details: [["back"], ["help"], ...read],
  menu: [["details", "choose"], ["back"], ["down"], ["up"], ["help"]],
  mute: [["details", "choose"], ["back"], ["down"], ["up"], ["help"]],
  // Letters may belong to a word that is typed.
  confirm: [["back"], ["page-down"], ["page-up"]],
  timeline: [["back", "leave"], ["force"], ["down"], ["up"], ["page-down"], ["page-up"]],
};

const reasonKeys: (typeof overlayKeys)["mute"] = [["details", "begin it"], ["back"]];

const KEYS = 24;

/** `rank`: instead of the table's; the least stay longest. */
type Key = { readonly action: Action; readonly label: string; readonly rank?: number };

const filterKeys: typeof reasonKeys = [
  ["details", "keep it"],
  ["back", "drop it"],
];

const labelled = (state: State, keys: typeof reasonKeys): readonly Key[] =>
  keys.flatMap(([id, label]) => {
    const action = actions.find((one) => one.id === id);
    // What cannot act here is no key of this overlay.
    return action === undefined || action.blockedBy?.(state) !== undefined ? [] : [{ action, label: label ?? action.label }];
  });

/** Before any other in a replay, where much else cannot act. */
const tapeKeys: readonly ActionId[] = ["freeze", "step-forward", "step-back", "faster", "slower"];

function tapeLabel({ replay }: State, { id, label }: Action): string {
  if (id === "freeze") return replay?.paused === true ? "go on" : "pause";
  return id === "faster" || id === "slower" ? id : label;
}

const replayKeys = (state: State, keys: readonly Key[]): readonly Key[] => [
  ...actions.filter(({ id }) => tapeKeys.includes(id)).map((action) => ({ action, label: tapeLabel(state, action), rank: 0 })),
  ...keys.filter(({ action }) => !tapeKeys.includes(action.id) && action.blockedBy?.(state) === undefined),
];

function keysOf(state: State): readonly Key[] {
  const { kind } = state.view.overlay;
  if (kind !== "none") {
    const { lines, rows } = overlayView(state);
    const whole = kind !== "menu" && kind !== "mute" && lines.length <= rows;
    const keys = typesReason(state) ? reasonKeys : overlayKeys[kind];
    return labelled(state, whole ? keys.filter(([id]) => !scrolling.has(id)) : keys);
  }
  if (isFiltering(state)) return labelled(state, filterKeys);
  const keys = actions
    .filter(({ footer, on }) => footer !== null && on?.includes(state.view.board) !== false)
    .map((action) => ({ action, label: action.id === "freeze" && state.view.frozen !== null ? "go on" : action.label }));
  return state.replay === null ? keys : replayKeys(state, keys);
}

const spansWidth = (spans: readonly Span[]): number => spans.reduce((sum, span) => sum + widthOf(span.text), 0);

function spansOf(state: State, { action, label }: Key): readonly Span[] {
  const blocked = action.blockedBy?.(state) !== undefined;
  return [cell(` ${action.keys[0] ?? ""}`, blocked ? "dim" : "accent"), cell(` ${label} `, "dim")];
}

/** In the order of the table; those with the last places go first when there is no room. */
function keySpans(state: State, room: number): readonly Span[] {
  const keys = keysOf(state).map((key) => ({ rank: key.rank ?? key.action.footer ?? 0, id: key.action.id, spans: spansOf(state, key) }));
  const open = state.view.overlay.kind !== "none";
  const kept = new Set<ActionId>();
  let used = 0;
  for (const { id, spans } of open ? keys : [...keys].sort((a, b) => a.rank - b.rank)) {
    const width = spansWidth(spans);
    if (used + width > room) continue;
    kept.add(id);
    used += width;
  }
  return keys.filter(({ id }) => kept.has(id)).flatMap(({ spans }) => spans);
}

function message(state: State): Cell | null {
  const { note, run, view } = state;
  if (note !== null) return cell(note.text, tones[note.tone]);
  const words = view.overlay.kind === "timeline" ? null : runWords(run);
  return words === null ? null : cell(words, "warn");
}

export function Footer({ state, columns, look }: { readonly state: State; readonly columns: number; readonly look: Look }) {
  const told = message(state);
  // A note goes in a moment; what stays must leave room for keys.
  const reserved = state.note === null ? Math.min(KEYS, columns / 2) : 2;
  const text = told === null ? "" : cut(settled(told.text), Math.floor(columns - reserved));
  const keys = keySpans(state, columns - (text === "" ? 0 : widthOf(text) + 3));
  const gap = " ".repeat(Math.max(1, columns - spansWidth(keys) - widthOf(text) - 1));
  return <Block text={paint(told === null ? keys : [...keys, cell(gap), cell(text, told.tone)], columns, look)} />;
}
