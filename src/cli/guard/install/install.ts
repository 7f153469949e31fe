// `gatetop guard install`: the unit is printed before it is written, and nothing but gatetop's own units is touched.
import fs from "node:fs";
import path from "node:path";
import { removeUnit, writeUnit } from "../../../actions/install/write-unit.ts";
import type { UnitManager } from "../../../actions/install/unit-manager.ts";
import { diffOf } from "../../../data/guard/config/diff.ts";
import { cell } from "../../../data/select/cell.ts";
import { exitCodes, type ExitCode } from "../../exit-codes.ts";
import type { Row } from "../../act/paper.ts";
import { diffRows } from "../diff-rows.ts";
import { told, type Talk } from "../talk.ts";
import type { Unit, UnitName } from "./units.ts";

export type InstallParts = {
  /** $XDG_CONFIG_HOME/systemd/user */
  readonly dir: string;
  readonly units: readonly Unit[];
  /** Both that a guard of this gateway may have: what is there is ended before something else comes into its place. */
  readonly names: readonly UnitName[];
  /** The one that is enabled and started. */
  readonly started: UnitName;
  /** What the person should know before; one sentence each. */
  readonly notes: readonly string[];
  readonly dryRun: boolean;
  readonly manager: UnitManager;
  readonly talk: Talk;
};

function textThere(file: string): string | null {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

const isThere = (dir: string, name: UnitName): boolean => fs.lstatSync(path.join(dir, name), { throwIfNoEntry: false }) !== undefined;

const plainRows = (text: string): readonly Row[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => [cell(`  ${line}`)]);

function unitRows(dir: string, { name, text }: Unit): readonly Row[] {
  const file = path.join(dir, name);
  const before = textThere(file);
  const title = (state: string): Row => [cell(file, "strong"), cell(state, "dim")];
  if (before === null) return [title(" (new)"), ...plainRows(text), []];
  const lines = diffOf(before, text);
  if (lines.length === 0) return [title(" (as it is)"), ...plainRows(text), []];
  return [title(" (will be)"), ...plainRows(text), [], [cell("what changes:", "dim")], ...diffRows(lines), []];
}

type Step = { readonly what: string; readonly does: () => Promise<string | null> };

const answered = (what: string, answer: Promise<{ readonly code: number | null; readonly said: string }>): Promise<string | null> =>
  answer.then(({ code, said }) =>
    code === 0 ? null : `${what}: ${said === "" ? (code === null ? "no answer in time" : `exit ${code}`) : said}`,
  );

function command({ manager }: Pick<InstallParts, "manager">, verb: Parameters<UnitManager["unit"]>[0], name: UnitName): Step {
  const what = `${verb} ${name}`;
  return { what, does: () => answered(what, manager.unit(verb, name)) };
}

const reload = ({ manager }: Pick<InstallParts, "manager">): Step => ({
  what: "reload the service manager",
  does: () => answered("the service manager was not reloaded", manager.reload()),
});

const file = (what: string, does: () => string | null): Step => ({ what, does: () => Promise.resolve(does()) });

/** A sentence when one failed: those behind it are not made then. */
async function made(steps: readonly Step[], talk: Talk): Promise<string | null> {
  for (const { what, does } of steps) {
    const trouble = await does();
    if (trouble !== null) return trouble;
    talk.rows([told("ok", what)]);
  }
  return null;
}

/** What is there is disabled and stopped first: a service must not go on beside the timer that takes its place. */
const endedSteps = (parts: Pick<InstallParts, "dir" | "names" | "manager">): readonly Step[] =>
  parts.names
    .filter((name) => isThere(parts.dir, name))
    .toReversed()
    .flatMap((name) => [command(parts, "disable", name), command(parts, "stop", name)]);

/** Null: go on. */
async function unasked(talk: Talk, question: string, dryRun: boolean): Promise<ExitCode | null> {
  if (dryRun) {
    talk.rows([told("off", "a dry run: nothing was done")]);
    return exitCodes.done;
  }
  const agreed = await talk.agreed(question);
  if (agreed === true) return null;
  if (agreed === false) talk.rows([told("off", "left as it is: nothing was done")]);
  else talk.refuse("it asks before it does anything, and there is no terminal to ask on", "add --yes to do it, or --dry-run to see it");
  return agreed === false ? exitCodes.failed : exitCodes.usage;
}

export async function installUnits(parts: InstallParts): Promise<ExitCode> {
  const { dir, units, names, started, notes, dryRun, talk } = parts;
  talk.rows([...units.flatMap((unit) => unitRows(dir, unit)), ...notes.map((note) => told("warn", note))]);
  const stopped = await unasked(talk, "write and start it?", dryRun);
  if (stopped !== null) return stopped;
  const wanted = new Set(units.map(({ name }) => name));
  const trouble = await made(
    [
      ...endedSteps(parts),
      ...names.filter((name) => !wanted.has(name) && isThere(dir, name)).map((name) => file(`remove ${name}`, () => removeUnit(dir, name))),
      ...units.map((unit) => file(`write ${path.join(dir, unit.name)}`, () => writeUnit(dir, unit))),
      reload(parts),
      command(parts, "enable", started),
      command(parts, "start", started),
    ],
    talk,
  );
  if (trouble !== null) {
    talk.refuse(trouble, null);
    return exitCodes.failed;
  }
  const service = units[0]?.name ?? started;
  talk.rows([[], [cell("what it does: ", "dim"), cell(`journalctl --user -u ${service} -f`)]]);
  return exitCodes.done;
}

export async function uninstallUnits(parts: Omit<InstallParts, "units" | "started" | "notes">): Promise<ExitCode> {
  const { dir, names, dryRun, talk } = parts;
  const there = names.filter((name) => isThere(dir, name));
  if (there.length === 0) {
    talk.rows([told("off", `no guard of this gateway is installed in ${dir}`)]);
    return exitCodes.done;
  }
  talk.rows(there.map((name) => [cell("takes away: ", "dim"), cell(path.join(dir, name))]));
  const stopped = await unasked(talk, "stop and remove it?", dryRun);
  if (stopped !== null) return stopped;
  const removed = there.map((name) => file(`remove ${name}`, () => removeUnit(dir, name)));
  const trouble = await made([...endedSteps(parts), ...removed, reload(parts)], talk);
  if (trouble === null) return exitCodes.done;
  talk.refuse(trouble, null);
  return exitCodes.failed;
}
