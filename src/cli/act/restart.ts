// `gatetop restart`: preview, confirmation, the run as it goes by, verdict, exit code.
import { FORCE_DRAIN_MS, type ActionRequest, type Preview } from "../../data/action/request.ts";
import type { RestartMode, RestartRun, RunAim } from "../../data/restart/run.ts";
import { runExit } from "../../data/restart/run-exit.ts";
import { NOT_CONNECTED } from "../../actions/over-writer.ts";
import { cell, toneOf } from "../../data/select/cell.ts";
import { marks } from "../../ui/theme.ts";
import type { Desk } from "./desk.ts";
import { goAhead } from "./go-ahead.ts";
import { isInterruption, type Interruption } from "./interruption.ts";
import { previewRows } from "./preview-rows.ts";
import { answeredAtLast } from "./settled.ts";
import { restartJson } from "./restart-json.ts";
import { milestoneRow, statusRow } from "./run-rows.ts";
import { verdictRows } from "./verdict-rows.ts";

export async function restartCommand(desk: Desk): Promise<number> {
  const { options, actor, target, link, teller, output } = desk;
  const mode: RestartMode = options.mode ?? "graceful";
  const preview = await Promise.race([previewOf(desk, mode), desk.interrupted]);
  if (isInterruption(preview)) return preview.code;
  teller.rows(previewRows(preview.choice.label, preview, target, link.state()));

  const report = (run: RestartRun | null): Promise<void> => {
    if (!options.json) return Promise.resolve();
    const object = restartJson({ mode, target, preview, dryRun: options.dryRun, run, journal: run !== null && desk.journalKept() });
    return output.out(`${JSON.stringify(object, wholeMs, 2)}\n`);
  };

  const stopped = await goAhead(desk, preview, () => report(null));
  if (stopped !== null) return stopped;

  const shown = showRun(desk);
  const { done } = actor.restart(preview, options.wait === null ? null : options.wait * 1_000);
  const ended = await Promise.race([done, desk.interrupted]);
  shown.stop();
  if (isInterruption(ended)) return interruptedIn(desk, shown.newest(), ended, report);
  shown.draw(ended);
  teller.rows([...(ended.milestones.length === 0 ? [] : [[]]), ...verdictRows(ended)]);
  await report(ended);
  return runExit(ended);
}

const needsAnswer = ({ choice: { precondition } }: Preview): boolean => !precondition.can && precondition.code === NOT_CONNECTED;

/** A frozen process cannot be asked to drain: with a time limit is then what the kernel and the service manager can do. */
async function previewOf(desk: Desk, mode: RestartMode): Promise<Preview> {
  const {
    actor,
    options: { drain },
  } = desk;
  const request = (aim: RunAim): ActionRequest => ({
    action: "restart",
    aim,
    drainBudgetMs: aim !== "force" ? null : drain === null ? FORCE_DRAIN_MS : drain * 1_000,
  });
  const hasty = await actor.preview(request(mode));
  // Only now: a signal, a service and a frozen process need no answer.
  const preview = needsAnswer(hasty) && (await answeredAtLast(desk)) ? await actor.preview(request(mode)) : hasty;
  const { precondition } = preview.choice;
  return mode === "force" && !precondition.can && precondition.code === "frozen" ? actor.preview(request("kill")) : preview;
}

/** Every number of the report is a count or milliseconds; the clock's fractions say nothing. */
const wholeMs = (_key: string, value: unknown): unknown => (typeof value === "number" ? Math.round(value) : value);

/** Milestones as they come, and what is waited for below them. */
function showRun({ teller, listen }: Desk) {
  let newest: RestartRun | null = null;
  const told = new Set<string>();
  const draw = (run: RestartRun): void => {
    newest = run;
    const fresh = run.milestones.filter(({ name }) => !told.has(name));
    for (const { name } of fresh) told.add(name);
    if (fresh.length > 0) teller.rows(fresh.map(milestoneRow));
  };
  teller.rows([[]]);
  const stop = listen((event) => {
    if (event.type !== "run") return;
    draw(event.run);
    if (event.run.phase !== "over") teller.now(statusRow(event.run));
  });
  return { draw, stop, newest: () => newest };
}

async function interruptedIn(
  { actor, teller }: Desk,
  run: RestartRun | null,
  { interrupted, code }: Interruption,
  report: (run: RestartRun | null) => Promise<void>,
): Promise<number> {
  actor.leave(interrupted);
  teller.rows([[], [cell(`${marks.warn} `, toneOf.warn), cell("left before there was a verdict; what was asked for goes on without us")]]);
  await report(run);
  return code;
}
