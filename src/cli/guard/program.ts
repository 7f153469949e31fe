// dist/guard.cjs: `gatetop guard` without what a screen needs. It runs for months, and what is never used would stay in memory too.
import os from "node:os";
import { refusedUrl } from "../../data/gateway/plaintext.ts";
import { exitCodes } from "../exit-codes.ts";
import { realFiles } from "../find/files.ts";
import { readStdinLine } from "../find/stdin-line.ts";
import { findGatewayOnThisHost } from "../find/this-host.ts";
import { parseArguments, type Options } from "../options.ts";
import { output } from "../output.ts";
import { configNotes, readOwnConfig } from "../own-config.ts";
import { ownPaths } from "../own-paths.ts";
import { refusedExit } from "../refused.ts";
import { guardCommand } from "./guard.ts";

type Said = { readonly sentence: string; readonly hint: string };

function turnedAway<Exit>({ sentence, hint }: Said, exit: Exit): Exit {
  output.err(`gatetop: ${sentence}\n  ${hint}\n`);
  return exit;
}

/** `argv` without node and script. Resolves with the exit code; null: something else than a guard is asked for. */
export async function main(argv: readonly string[]): Promise<number | null> {
  const parsed = parseArguments(argv);
  if (parsed.kind === "usage") return turnedAway(parsed, exitCodes.usage);
  return parsed.kind === "run" && parsed.options.command === "guard" ? run(parsed.options) : null;
}

async function run(options: Options): Promise<number> {
  const { config: dir } = ownPaths(process.env, os.homedir());
  const own = readOwnConfig({ flag: options.readonly, env: process.env, dir, files: realFiles });
  const looked = findGatewayOnThisHost(options, options.tokenStdin ? await readStdinLine(process.stdin) : null);
  if (looked.kind === "failed") return turnedAway(looked, looked.exit);
  const refusal = refusedUrl(looked.target.url);
  if (refusal !== null) return turnedAway({ sentence: refusal.why, hint: refusal.fix }, refusedExit(refusal));
  return guardCommand(options, { ...looked, warnings: [...looked.warnings, ...configNotes(own)] }, own);
}
