// `gatetop guard status` and `gatetop guard rearm`: what the guard of this gateway knows, and a word to it. Only files are looked at.
import type { GuardAction, GuardFile } from "../../data/guard/state-file.ts";
import { age, duration } from "../../data/units.ts";
import { exitCodes } from "../exit-codes.ts";
import { causeOf, codeOf } from "../file-errors.ts";
import type { Output } from "../output.ts";
import { ensurePrivateDir, replacePrivate } from "../private-files.ts";
import { findGuard, type FoundGuard } from "./read.ts";
import type { GuardFiles } from "./target-key.ts";

type Asked = { readonly files: GuardFiles; readonly json: boolean; readonly output: Output; readonly now: number };

const lastLine = ({ at, step, outcome, sentence }: GuardAction, now: number): string =>
  `last      ${step} ${age(Math.max(0, now - at))} ago${outcome === null ? ", in a dry run" : `, ${outcome}`}: ${sentence}`;

/** A line that has nothing to say is left out. */
function rowsOf(file: GuardFile, mtimeMs: number, now: number): readonly string[] {
  const { acts, standing, since, sentence, strikes, strikesNeeded, hold, heldUntil, nextAttemptAt, gaveUpAt, underWay, last, schedule } =
    file;
  const until = heldUntil === null ? "" : ` for ${duration(Math.max(0, heldUntil - now))}`;
  return [
    `gateway   ${standing} since ${age(Math.max(0, now - since))}: ${sentence}`,
    `looked    ${age(Math.max(0, now - mtimeMs))} ago, every ${duration(file.intervalMs)}; it ${acts ? "repairs" : "only tells what it would do"}`,
    ...(strikes.length === 0 ? [] : [`strikes   ${strikes.length} of ${strikesNeeded}`]),
    ...(hold === "none" ? [] : [`held      ${hold}${until}`]),
    ...(underWay === null ? [] : [`now       ${underWay.step}, since ${age(Math.max(0, now - underWay.since))}`]),
    ...(nextAttemptAt === null || nextAttemptAt <= now ? [] : [`next      attempt in ${duration(nextAttemptAt - now)}`]),
    ...(gaveUpAt === null ? [] : [`gave up   ${age(Math.max(0, now - gaveUpAt))} ago; again after a minute well, or: gatetop guard rearm`]),
    ...(last === null ? [] : [lastLine(last, now)]),
    ...(schedule === null
      ? []
      : [
          `restart   in ${duration(Math.max(0, schedule.nextAt - now))}${schedule.skipped === null ? "" : `; last left out: ${schedule.skipped}`}`,
        ]),
  ];
}

function textOf({ pid, read }: FoundGuard, now: number): string {
  const head = pid === null ? "no guard watches this gateway" : `guard     pid ${pid}`;
  if (read === null) return head;
  if (read.kind === "newer") return `${head}\nits file was written by another gatetop (${read.schema})`;
  if (read.kind === "broken") return `${head}\nits file is of no use: ${read.why}`;
  return [head, ...rowsOf(read.file, read.mtimeMs, now)].join("\n");
}

/** 0: one watches; 1: none does. */
export async function guardStatus({ files, json, output, now }: Asked): Promise<number> {
  const found = findGuard(files);
  const file = found.read?.kind === "read" ? found.read.file : null;
  const told = {
    schema: "gatetop-guard-status/1",
    watching: found.pid !== null,
    pid: found.pid,
    lookedAt: found.read?.mtimeMs ?? null,
    state: file,
  };
  await output.out(json ? `${JSON.stringify(told, null, 2)}\n` : `${textOf(found, now)}\n`);
  return found.pid === null ? exitCodes.failed : exitCodes.done;
}

/** The guard finds the word at its next look; the next guard, when none runs. */
export async function guardRearm({ files, output }: Asked): Promise<number> {
  try {
    ensurePrivateDir(files.dir);
    replacePrivate(files.rearm, "");
  } catch (error) {
    if (codeOf(error) === "") throw error;
    output.err(`gatetop: ${files.rearm} cannot be written: ${causeOf(error)}\n`);
    return exitCodes.failed;
  }
  const { pid } = findGuard(files);
  const heard = pid === null ? "no guard runs now; the next one begins as if nothing had been tried" : `the guard (pid ${pid}) tries again`;
  await output.out(`${heard}\n`);
  return exitCodes.done;
}
