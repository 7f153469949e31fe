// What a person reads before saying yes: what it does, what it interrupts, how the right to do it is got; then what became of it.
import type { ActionProgress } from "../action/outcome.ts";
import type { ActionRequest, Preview } from "../action/request.ts";
import type { Overlay, State } from "../state.ts";
import { age } from "../units.ts";
import { aimLabels, inMenuWords } from "../view-menu.ts";
import { blockerWords } from "./blockers.ts";
import { cell, type Cell, type Tone } from "./cell.ts";
import { emptyLine, type Line } from "./line.ts";
import { sessionName } from "./sessions.ts";
import { wrapped } from "./text.ts";

type Confirm = Extract<Overlay, { kind: "confirm" }>;

const LABEL = 12;
/** Narrower than this labels stand above their text. */
const BESIDE = 50;

function labelled(label: string, parts: readonly Cell[], columns: number): readonly Line[] {
  const beside = columns >= BESIDE;
  const width = beside ? columns - LABEL : columns;
  const lines = parts.flatMap(({ text, tone }) => wrapped(text, width).map((part) => cell(part, tone)));
  if (!beside) return [...(label === "" ? [] : [[cell(label, "dim")]]), ...lines.map((part): Line => [part])];
  return lines.map((part, index): Line => [cell((index === 0 ? label : "").padEnd(LABEL), "dim"), part]);
}

/** What it is about, as the title says it. */
export function requestTitle(request: ActionRequest): string {
  switch (request.action) {
    case "restart":
      return aimLabels[request.aim];
    case "channel":
      return `${request.verb} ${request.channel}/${request.account}`;
    case "abort":
      return `abort ${sessionName(request.sessionKey)}`;
  }
}

function interrupts({ interrupts: list, workAt, choice }: Preview, now: number): readonly Cell[] {
  const read = workAt === null ? "" : ` (read ${age(now - workAt)} ago)`;
  if (list.length > 0)
    return list.flatMap(({ blocker, fate }, index) => [
      cell(blockerWords(blocker), "strong"),
      // What happens to several alike is said once, below the last of them.
      ...(list[index + 1]?.fate === fate ? [] : [cell(`→ ${fate}`, "dim")]),
    ]);
  if (choice.request.action !== "restart") return [];
  return [workAt === null ? cell("what is running is not known", "warn") : cell(`no work is under way${read}`, "good")];
}

function previewLines(preview: Preview, now: number, columns: number): readonly Line[] {
  const { choice, warnings, access } = preview;
  const { precondition } = choice;
  const does = choice.does === "" ? [] : labelled("does", [cell(choice.does, "strong")], columns);
  if (!precondition.can) {
    const fix = precondition.fix === null ? [] : labelled("do this", [cell(inMenuWords(precondition.fix), "accent")], columns);
    return [...does, emptyLine, ...labelled("cannot", [cell(precondition.why, "bad")], columns), ...fix];
  }
  const work = interrupts(preview, now);
  const asks: readonly (readonly [string, readonly Cell[]])[] = [
    ["interrupts", work],
    ["warning", warnings.map((warning) => cell(warning, "warn"))],
    ["access", access === "" ? [] : [cell(access, "dim")]],
  ];
  const parts = asks.filter(([, cells]) => cells.length > 0);
  return [...does, ...parts.flatMap(([label, cells]) => [emptyLine, ...labelled(label, cells, columns)])];
}

/** The steps of a small action, and how it ended. */
const steps: { readonly [S in ActionProgress["step"]]: string } = {
  connecting: "opening a connection of its own for this",
  asked: "asked, no answer yet",
  checking: "answered; looking at what became of it",
  over: "over",
};

function progressLines(progress: ActionProgress | null, columns: number): readonly Line[] {
  if (progress === null || progress.outcome === null) {
    return labelled("now", [cell(progress === null ? "about to be asked" : steps[progress.step], "warn")], columns);
  }
  const { outcome } = progress;
  const tone: Tone = outcome.done ? "good" : "bad";
  const fix = outcome.kind === "failed" && outcome.fix !== null ? labelled("do this", [cell(outcome.fix, "accent")], columns) : [];
  return [...labelled(outcome.done ? "done" : "not done", [cell(outcome.sentence, tone)], columns), ...fix];
}

export function confirmLines(state: State, { request, preview, confirmed }: Confirm, columns: number): readonly Line[] {
  if (preview === null) return [[cell("looking at what it would do here", "dim")]];
  const lines = previewLines(preview, state.now, columns);
  if (!confirmed) return lines;
  const own = state.acting?.action === (request.action === "restart" ? "resume" : request.action) ? state.acting : null;
  const done = progressLines(own, columns);
  return own?.outcome ? done : [...done, emptyLine, ...lines];
}

/** The question, always in sight. Empty when there is nothing to answer. */
export function promptLines({ preview, typed, confirmed }: Confirm, columns: number): readonly Line[] {
  if (confirmed || preview?.choice.precondition.can !== true) return [];
  const { confirmation } = preview.choice;
  const short = columns < BESIDE;
  const asked = (text: string): readonly Line[] => [...(short ? [] : [emptyLine]), [cell(text, "accent")]];
  if (confirmation.kind === "ask") return asked("do it? y does it, n leaves it");
  if (confirmation.kind === "none") return asked("enter does it, esc leaves it");
  const { word } = confirmation;
  const right = word.startsWith(typed);
  const field: Line = [
    cell("> ", "accent"),
    cell(typed, typed === word ? "good" : right ? "strong" : "bad"),
    cell("_", "accent"),
    ...(typed === word ? [cell("  enter does it", "good")] : right ? [] : [cell(`  not ${word}`, "bad")]),
  ];
  return [...asked(short ? `type ${word}, then enter` : `type ${word} and press enter; esc leaves it`), field];
}
