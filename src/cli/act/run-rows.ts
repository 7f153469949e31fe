// A restart run as it goes by: one row a milestone, one row written over and over for what is waited for now.
import type { Milestone, RestartRun, RunPhase } from "../../data/restart/run.ts";
import { workWords } from "../../data/restart/work-words.ts";
import { deferral } from "../../data/select/deferral.ts";
import { cell } from "../../data/select/cell.ts";
import { duration } from "../../data/units.ts";
import { marks } from "../../ui/theme.ts";
import type { Row } from "./paper.ts";

const NAME = 19;

/** `3.041 s`, in a column of its own; from 1 000 s on the column grows. */
const stamp = (ms: number): string => `${(ms / 1000).toFixed(3).padStart(9)} s  `;

export const milestoneRow = ({ name, ms, detail }: Milestone): Row => [
  cell(stamp(ms), "dim"),
  cell(detail === null ? name : `${name.padEnd(NAME)} `),
  ...(detail === null ? [] : [cell(detail, "dim")]),
];

function waitingWords(run: RestartRun): string {
  const deferred = deferral(run);
  if (deferred !== null) return `waits until ${workWords(run.blockers, run.workLeft)} over, forced in ${duration(deferred.leftMs)}`;
  return run.delayMs > run.ms ? `the gateway restarts by itself in ${duration(run.delayMs - run.ms)}` : "waits for the gateway to begin";
}

const settlingWords = ({ channels }: RestartRun): string => {
  const were = [...channels.values()].filter(({ before }) => before);
  const back = were.filter(({ backMs }) => backMs !== null);
  return `proved; ${back.length} of ${were.length} channels are back`;
};

const phaseWords: { readonly [P in RunPhase]: (run: RestartRun) => string } = {
  asked: () => "asked",
  waiting: waitingWords,
  draining: ({ workLeft }) => (workLeft === null ? "draining" : `draining, ${workLeft} left`),
  down: () => "down",
  booting: () => "booting",
  settling: settlingWords,
  over: () => "over",
};

/** What is waited for now. */
export const statusRow = (run: RestartRun): Row => [
  cell(stamp(run.ms), "dim"),
  cell(`${marks.partial} `, "accent"),
  cell(phaseWords[run.phase](run), "accent"),
];
