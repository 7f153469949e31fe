// `gatetop config list` and `gatetop config restore [N]`: the copies the guard kept, what they differ in, and one of them put back.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { restoreConfig, type Restored } from "../actions/config/restore.ts";
import { diffOf } from "../data/guard/config/diff.ts";
import { maskedConfig } from "../data/guard/config/masked.ts";
import { cell } from "../data/select/cell.ts";
import { age, bytes } from "../data/units.ts";
import type { Row } from "./act/paper.ts";
import { exitCodes, type ExitCode } from "./exit-codes.ts";
import { processEnvironment } from "./find/environment.ts";
import { realFiles } from "./find/files.ts";
import { findPaths } from "./find/paths.ts";
import { copiesDir, hashOf } from "./guard/config-copies.ts";
import { diffRows } from "./guard/diff-rows.ts";
import { bytesOf, listCopies, type ListedCopy } from "./guard/listed-copies.ts";
import { openTalk, told, type Talk } from "./guard/talk.ts";
import type { Options } from "./options.ts";
import { output, type Output } from "./output.ts";
import { ownPaths } from "./own-paths.ts";

export type CopiesDesk = {
  readonly options: Pick<Options, "copies" | "json">;
  readonly configPath: string;
  /** gatetop's state directory. */
  readonly state: string;
  readonly readonly: string | null;
  readonly talk: Talk;
  readonly output: Pick<Output, "out">;
  readonly now: () => number;
};

/** Of the files that were replaced: the last ones stay. */
const REPLACED_KEPT = 5;
const replaced = /^replaced-.*\.json5$/u;

const WHO_KEEPS = "gatetop guard makes one when the gateway was well for a minute";

const stamp = (at: number): string => new Date(at).toISOString().replace("T", " ").slice(0, 19);

const rowOf = ({ number, at, size, current }: ListedCopy, now: number): Row => [
  cell(`${String(number).padStart(3)}  `, "accent"),
  cell(`${stamp(at)} UTC  ${age(now - at).padStart(6)} ago  ${bytes(size).padStart(9)}`),
  cell(current ? "  as the file is now" : "", "good"),
];

type Told = { readonly copies: readonly ListedCopy[]; readonly restored: Extract<Restored, { ok: true }> | null };

async function report({ options, configPath, output }: CopiesDesk, { copies, restored }: Told): Promise<void> {
  if (!options.json) return;
  const rows = copies.map(({ number, name, at, hash, size, current }) => ({ number, name, at, hash, bytes: size, current }));
  const done = restored && { file: restored.file, kept: restored.kept };
  await output.out(`${JSON.stringify({ schema: "gatetop-config/1", file: configPath, copies: rows, restored: done }, null, 2)}\n`);
}

async function list(desk: CopiesDesk, copies: readonly ListedCopy[]): Promise<ExitCode> {
  const { talk, configPath, now } = desk;
  if (!desk.options.json) {
    talk.rows([[cell(configPath, "strong")], ...copies.map((copy) => rowOf(copy, now()))]);
    if (copies.length === 0) talk.rows([told("off", `no copy is kept: ${WHO_KEEPS}`)]);
  }
  await report(desk, { copies, restored: null });
  return exitCodes.done;
}

/** What was replaced is for whoever was too fast; it is no copy that is known to work. */
function forgetReplaced(dir: string): void {
  const names = fs.readdirSync(dir).filter((name) => replaced.test(name));
  for (const name of names.toSorted().slice(0, -REPLACED_KEPT)) fs.rmSync(path.join(dir, name), { force: true });
}

function put(desk: CopiesDesk, bytes: Buffer): Restored {
  const { configPath, state, readonly, now } = desk;
  const dir = copiesDir(state, configPath);
  const keepAs = path.join(dir, `replaced-${new Date(now()).toISOString().replaceAll(/[:.]/gu, "-")}.json5`);
  const done = restoreConfig({ file: configPath, bytes, keepAs, readonly });
  if (done.ok) forgetReplaced(dir);
  return done;
}

type Stop = { readonly exit: ExitCode; readonly why: string; readonly fix: string | null };
type Choice = { readonly copy: ListedCopy; readonly before: string; readonly wanted: Buffer };

/** Null: there is nothing that could be put back. */
function choose(desk: CopiesDesk, copies: readonly ListedCopy[]): Choice | Stop | null {
  const { configPath, readonly, options } = desk;
  const number = options.copies?.copy ?? null;
  if (readonly !== null) return { exit: exitCodes.notAllowed, why: `gatetop only looks: ${readonly}`, fix: "start it without" };
  if (copies.length === 0) return { exit: exitCodes.failed, why: `no copy of ${configPath} is kept`, fix: WHO_KEEPS };
  const copy = number === null ? copies.find(({ current }) => !current) : copies.find((copy) => copy.number === number);
  if (copy === undefined)
    return number === null ? null : { exit: exitCodes.usage, why: `there is no copy ${number}`, fix: "gatetop config list" };
  const [wanted, before] = [bytesOf(copy.path), bytesOf(configPath)];
  for (const read of [wanted, before]) if (read !== null && "why" in read) return { exit: exitCodes.failed, why: read.why, fix: null };
  if (wanted === null || !("bytes" in wanted) || hashOf(wanted.bytes) !== copy.hash)
    return { exit: exitCodes.failed, why: `${copy.path} is not what it was when it was made`, fix: "gatetop config list" };
  return { copy, before: before !== null && "bytes" in before ? before.bytes.toString("utf8") : "", wanted: wanted.bytes };
}

function show({ talk, configPath }: CopiesDesk, { copy, before, wanted }: Choice): void {
  const lines = diffOf(before, wanted.toString("utf8"), maskedConfig);
  talk.rows([
    [cell(`${configPath} as it was at ${stamp(copy.at)} UTC; secrets are hidden here, not in the copy`, "dim")],
    ...(lines.length === 0 ? [told("off", "no line is different")] : diffRows(lines)),
    ...(wanted.includes("$include") ? [told("warn", "files it includes are not part of a copy")] : []),
  ]);
}

async function restore(desk: CopiesDesk, copies: readonly ListedCopy[]): Promise<ExitCode> {
  const { talk, state, configPath } = desk;
  const left = async (exit: ExitCode, row: Row): Promise<ExitCode> => {
    talk.rows([row]);
    await report(desk, { copies, restored: null });
    return exit;
  };
  const choice = choose(desk, copies);
  if (choice === null) return left(exitCodes.done, told("ok", "the file is as its only copy has it: nothing was done"));
  if ("exit" in choice) {
    talk.refuse(choice.why, choice.fix);
    return choice.exit;
  }
  show(desk, choice);
  const agreed = await talk.agreed("put it back?");
  if (agreed === null) {
    talk.refuse("it asks before it does anything, and there is no terminal to ask on", "add --yes to do it");
    return exitCodes.usage;
  }
  if (!agreed) return left(exitCodes.failed, told("off", "left as it is: nothing was done"));
  const done = put(desk, choice.wanted);
  if (!done.ok) {
    talk.refuse(done.why, done.fix);
    return exitCodes.failed;
  }
  talk.rows([
    told("ok", `${done.file} is put back`),
    ...(done.kept === null ? [] : [told("off", `what was there is ${done.kept}`)]),
    told("off", "a gateway that runs reads it by itself; one that did not come up: openclaw gateway start"),
  ]);
  const after = listCopies(state, configPath);
  await report(desk, { copies: "copies" in after ? after.copies : copies, restored: done });
  return exitCodes.done;
}

export async function tendCopies(desk: CopiesDesk): Promise<ExitCode> {
  const found = listCopies(desk.state, desk.configPath);
  if ("why" in found) {
    desk.talk.refuse(found.why, null);
    return exitCodes.failed;
  }
  return desk.options.copies?.verb === "restore" ? restore(desk, found.copies) : list(desk, found.copies);
}

/** The paths alone are looked for: what a broken config says of its gateway nobody can know. */
export function configCommand(options: Options, readonly: string | null): Promise<ExitCode> {
  const world = { environment: processEnvironment(process.env), homedir: os.homedir(), cwd: process.cwd(), isThere: realFiles.isThere };
  return tendCopies({
    options,
    configPath: findPaths(options, world).configPath.value,
    state: ownPaths(process.env, os.homedir()).state,
    readonly,
    talk: openTalk(options),
    output,
    now: Date.now,
  });
}
