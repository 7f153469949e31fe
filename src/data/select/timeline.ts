// A restart as it goes: where it stands, every milestone with its time, at the end the verdict and what it rests on.
import { FORCE_DRAIN_MS } from "../action/request.ts";
import type { Milestone, RestartRun, RunAim, RunPhase } from "../restart/run.ts";
import { workWords } from "../restart/work-words.ts";
import type { Overlay, State } from "../state.ts";
import { age, duration } from "../units.ts";
import { aimLabels, inMenuWords } from "../view-menu.ts";
import { blockerWords } from "./blockers.ts";
import { cell, toneOf, type Cell, type Mark, type Tone } from "./cell.ts";
import { deferral } from "./deferral.ts";
import { clockWords } from "./header.ts";
import { glyphs } from "./help.ts";
import { emptyLine, type Line } from "./line.ts";
import { factLines, verdictFace } from "./proof.ts";
import { cut, fit, settled, wrapped } from "./text.ts";

type Timeline = Extract<Overlay, { kind: "timeline" }>;

const NAME = 20;
const TIME = 11;
const DETAIL = 30;
/** From here on the times are drawn as well. */
const ROOMY = 96;
/** Below this the newest stands first: there is no room for the way to it. */
const FEW_ROWS = 12;

/** The run this timeline is of; null until the one that was confirmed has begun. */
const runOf = ({ run }: State, { newerThan }: Timeline): RestartRun | null => (run === null || run.id === newerThan ? null : run);

export function timelineTitle(state: State, overlay: Timeline): string {
  const run = runOf(state, overlay);
  return run === null ? "restart" : aimLabels[run.aim];
}

export function timelineRight(state: State, overlay: Timeline): Cell | null {
  const run = runOf(state, overlay);
  return run === null ? null : cell(`${run.id} · asked ${clockWords(run.at)}`, "dim");
}

/** 5 312 ms as `5.312 s`: all of one width, so that they can be compared. */
const seconds = (ms: number): string => `${(ms / 1000).toFixed(3)} s`;

const whole = [
  "requested",
  "accepted",
  "draining",
  "shutdown announced",
  "closed",
  "port down",
  "port up",
  "http",
  "startupz",
  "hello",
  "ready",
];
const without = (...names: readonly string[]): readonly string[] => whole.filter((name) => !names.includes(name));
/** What is to be seen after each kind of request, in the order of things. */
const expected: { readonly [A in RunAim]: readonly string[] } = {
  graceful: whole,
  signal: without("accepted"),
  service: without("accepted"),
  force: whole,
  kill: without("accepted", "draining", "shutdown announced"),
  "clean-up": without("accepted", "draining", "shutdown announced"),
  start: ["requested", "port up", "http", "startupz", "hello", "ready"],
  stop: ["requested", "draining", "shutdown announced", "closed", "port down"],
  resume: ["requested", "accepted", "ready"],
};

type Step = { readonly name: string; readonly ms: number | null; readonly detail: string | null };

const unseen = (name: string): Step => ({ name, ms: null, detail: null });

/** Milestones in the order they came; while it goes on also those still to come. */
function steps(run: RestartRun): readonly Step[] {
  const seen: readonly Milestone[] = run.milestones;
  const names = new Set<string>(seen.map(({ name }) => name));
  if (run.phase === "over") return seen;
  const back = [...run.channels].filter(([, { before, backMs }]) => before && backMs === null).map(([account]) => `${account} back`);
  const last = Math.max(-1, ...expected[run.aim].map((name, index) => (names.has(name) ? index : -1)));
  // What did not show itself before what came later will not come any more.
  const ahead = expected[run.aim].slice(last + 1).concat(back.filter((name) => !names.has(name)));
  return [...seen, ...ahead.map(unseen)];
}

/** Where a step lies between the request and now: from the step before it to itself. */
function bar(from: number, until: number, total: number, width: number): string {
  const place = (ms: number): number => (total <= 0 ? 0 : Math.min(width - 1, Math.round((ms / total) * (width - 1))));
  const start = place(from);
  const end = place(until);
  return `${" ".repeat(start)}${"─".repeat(end - start)}●`;
}

type Place = { readonly before: Step | undefined; readonly next: boolean; readonly totalMs: number; readonly columns: number };

function stepLine(step: Step, { before, next, totalMs, columns }: Place): Line {
  const mark: Exclude<Mark, "none"> = step.ms !== null ? "ok" : next ? "partial" : "off";
  const tone: Tone = step.ms === null ? "dim" : "plain";
  const time = step.ms === null ? (next ? "…" : "") : seconds(step.ms);
  const name = fit(settled(step.name), Math.min(NAME, columns - TIME - 3));
  const lead: Line = [cell(`${glyphs[mark]} `, toneOf[mark]), cell(name, tone), cell(fit(time, TIME, "right"), tone)];
  const detail = settled(step.detail ?? "");
  const room = columns - NAME - TIME - 2;
  if (columns < ROOMY || step.ms === null || totalMs === 0) return [...lead, cell(`  ${cut(detail, room - 2)}`, "dim")];
  const width = Math.min(60, room - DETAIL - 4);
  return [...lead, cell(`  ${fit(detail, DETAIL)}  `, "dim"), cell(bar(before?.ms ?? 0, step.ms, totalMs, width), "accent")];
}

function stepLines(run: RestartRun, columns: number): readonly Line[] {
  const all = steps(run);
  const next = all.findIndex(({ ms }) => ms === null);
  // Of what is over the last step is the end; few steps need no picture.
  const totalMs = run.milestones.length < 3 ? 0 : run.phase === "over" ? (run.milestones.at(-1)?.ms ?? 0) : run.ms;
  return all.map((step, index) => stepLine(step, { before: all[index - 1], next: index === next, totalMs, columns }));
}

/** What comes next, then what was last. */
function newestFirst(run: RestartRun, columns: number): readonly Line[] {
  const seen = steps(run).filter(({ ms }) => ms !== null).length;
  return stepLines(run, columns)
    .slice(0, seen + 1)
    .reverse();
}

const since = (run: RestartRun): number | null => run.milestones.find(({ name }) => name === "closed" || name === "port down")?.ms ?? null;

function downWords(run: RestartRun): string {
  const from = since(run);
  return from === null ? "" : `, down for ${duration(run.ms - from)}`;
}

const phases: { readonly [P in RunPhase]: (run: RestartRun) => string } = {
  asked: (run) => `asked ${duration(run.ms)} ago, no answer yet`,
  waiting: (run) => {
    const waits = deferral(run);
    if (waits !== null)
      return `deferred until ${workWords(waits.blockers, waits.workLeft)} over: the gateway forces it in ${age(waits.leftMs)}`;
    return run.delayMs > run.ms ? `accepted, the gateway lets it begin in ${duration(run.delayMs - run.ms)}` : "accepted, not begun yet";
  },
  draining: (run) => `draining: ${run.workLeft === null ? "work is ended first" : `${run.workLeft} left`}`,
  down: (run) => `the old boot is gone${downWords(run)}`,
  booting: (run) => `the new boot is coming up${downWords(run)}`,
  settling: () => "proved; channels are coming back",
  over: () => "it is over, and nothing is known of it",
};

function headLines(run: RestartRun, columns: number): readonly Line[] {
  const { verdict } = run;
  const marked = (mark: Exclude<Mark, "none">, text: string, tone: Tone): readonly Line[] =>
    wrapped(text, columns - 2).map((part, index) => [cell(index === 0 ? `${glyphs[mark]} ` : "  ", toneOf[mark]), cell(part, tone)]);
  const now = verdict === null || run.phase !== "over" ? marked("partial", phases[run.phase](run), "strong") : [];
  if (verdict === null) return now;
  const { mark, tone } = verdictFace(verdict);
  const fix = verdict.kind === "not-restarted" && verdict.fix !== null ? wrapped(`→ ${inMenuWords(verdict.fix)}`, columns - 2) : [];
  return [...marked(mark, verdict.sentence, tone), ...fix.map((part): Line => [cell(`  ${part}`, "accent")]), ...now];
}

function waitingLines(run: RestartRun, columns: number): readonly Line[] {
  const waits = deferral(run);
  if (waits === null) return [];
  const work = waits.blockers.flatMap((blocker) => wrapped(blockerWords(blocker), columns - 2).map((part): Line => [cell(`  ${part}`)]));
  const offer = wrapped(`f gives it ${duration(FORCE_DRAIN_MS)} more, then aborts it; aborted runs go on after the restart`, columns);
  return [...(work.length === 0 ? [] : [[cell("it waits for", "dim")], ...work]), ...offer.map((part): Line => [cell(part, "accent")])];
}

export function timelineLines(state: State, overlay: Timeline, columns: number, rows: number): readonly Line[] {
  const run = runOf(state, overlay);
  if (run === null) return [[cell(`${glyphs.partial} `, "warn"), cell("looking at the gateway as it is before it is asked", "strong")]];
  const head = headLines(run, columns);
  const waiting = waitingLines(run, columns);
  const facts = run.verdict === null ? [] : factLines(run.verdict, columns);
  const few = rows < FEW_ROWS;
  const blocks = few ? [head, newestFirst(run, columns), waiting, facts] : [head, waiting, stepLines(run, columns), facts];
  const kept = blocks.filter((block) => block.length > 0);
  return kept.flatMap((block, index) => (index === 0 || few ? block : [emptyLine, ...block]));
}

/** One line for whoever looks elsewhere while it goes on; null when none is under way. */
export function runWords(run: RestartRun | null): string | null {
  if (run === null || run.phase === "over") return null;
  return `${run.aim}: ${phases[run.phase](run)} · R shows it`;
}
