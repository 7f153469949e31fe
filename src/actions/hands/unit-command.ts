// The service manager's changing commands, with fixed words. They go on when nobody waits any more: a stop may take minutes.
import { spawn } from "node:child_process";
import type { Socket } from "node:net";
import type { Hands } from "../../data/action/ports.ts";
import { harmless } from "../../data/harmless.ts";
import {
  launchdTarget,
  managerEnvironment,
  managerWords,
  systemctlQuietly,
  type SupervisedUnit,
} from "../../data/restart/supervisor-command.ts";

type Verb = Parameters<Hands["unit"]>[0];
type Answer = Awaited<ReturnType<Hands["unit"]>>;
type Argv = readonly [string, ...string[]];

/** Kept of what a command prints; a person is shown one line of it. */
const SAID_MAX = 4_000;

/** An agent that is only killed comes back at once: to stop it is to unload it. */
const launchctlWords: { readonly [V in Verb]: readonly string[] | null } = {
  restart: ["kickstart", "-k"],
  start: ["kickstart"],
  stop: ["bootout"],
  "reset-failed": null,
};

/** Null: this manager has no such command. */
export function unitArgv(verb: Verb, { kind, unit }: SupervisedUnit, uid: number | null): Argv | null {
  const [file, ...scope] = managerWords[kind];
  if (kind !== "launchd") return [file, ...scope, ...systemctlQuietly, verb, "--", unit];
  const words = launchctlWords[verb];
  return words === null ? null : [file, ...words, launchdTarget(unit, uid)];
}

const elapsed = (from: number): number => Math.round(performance.now() - from);

/** Resolves when it ended or `timeoutMs` is over (`code` null: it goes on). Never rejects. */
export function runUnitCommand([file, ...args]: Argv, env: NodeJS.ProcessEnv, timeoutMs: number): Promise<Answer> {
  const began = performance.now();
  return new Promise((resolve) => {
    // A group of its own: ctrl-c at the terminal is for gatetop, not for a restart that is half done.
    const child = spawn(file, args, { env, stdio: ["ignore", "pipe", "pipe"], detached: true });
    let said = "";
    const hear = (chunk: Buffer): void => {
      if (said.length < SAID_MAX) said += chunk.toString("utf8");
    };
    const settle = (code: number | null, text = said): void => {
      clearTimeout(timer);
      resolve({ code, said: harmless(text.trim(), 400), tookMs: elapsed(began) });
    };
    const timer = setTimeout(() => {
      settle(null);
      child.unref();
      for (const pipe of [child.stdout, child.stderr]) (pipe as unknown as Socket).unref();
    }, timeoutMs);
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("error", (error) => settle(127, error.message));
    child.once("close", (code) => settle(code ?? 1));
  });
}

/** `unit`: which one, found anew for every command; null where no manager runs the gateway. */
export function createUnitCommand(given: {
  readonly unit: () => Promise<SupervisedUnit | null>;
  readonly env: NodeJS.ProcessEnv;
  readonly uid: number | null;
}): Hands["unit"] {
  return async (verb, timeoutMs) => {
    const unit = await given.unit();
    if (unit === null) return { code: 1, said: "no service manager runs this gateway", tookMs: 0 };
    const argv = unitArgv(verb, unit, given.uid);
    if (argv === null) return { code: 1, said: `${managerWords[unit.kind][0]} has no ${verb}`, tookMs: 0 };
    return runUnitCommand(argv, managerEnvironment(given.env, given.uid), timeoutMs);
  };
}
