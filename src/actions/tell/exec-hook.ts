// A hook: JSON on its standard input, the same in words in its environment.
import path from "node:path";
import type { Tell } from "../../data/guard/tell.ts";
import { harmless } from "../../data/harmless.ts";
import { runChild } from "./run-child.ts";
import type { Sink } from "./sink.ts";

/** What it must not inherit: our credentials, and what makes a gateway it starts believe that a service manager restarts it. */
const kept = new Set([
  "OPENCLAW_GATEWAY_TOKEN",
  "OPENCLAW_GATEWAY_PASSWORD",
  "INVOCATION_ID",
  "SYSTEMD_EXEC_PID",
  "JOURNAL_STREAM",
  "NOTIFY_SOCKET",
]);

function hookEnvironment(env: NodeJS.ProcessEnv, tell: Tell): NodeJS.ProcessEnv {
  const { id, at, what, edge, severity, host, gateway, subject, sentence, dryRun } = tell;
  const words = { id, at, what, edge, severity, host, gateway, subject, sentence, dry_run: dryRun };
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !kept.has(name))),
    ...Object.fromEntries(
      Object.entries(words).map(([name, value]) => [`GATETOP_TELL_${name.toUpperCase()}`, harmless(String(value), 400)]),
    ),
  };
}

export type ExecHookOptions = {
  readonly argv: readonly [string, ...string[]];
  readonly env: NodeJS.ProcessEnv;
  readonly attemptMs?: number;
  readonly graceMs?: number;
};

export function createExecHook({ argv, env, ...bounds }: ExecHookOptions): Sink {
  return {
    name: `exec ${harmless(path.basename(argv[0]), 60)}`,
    deliver: (tell, stopped) => runChild({ argv, env: hookEnvironment(env, tell), input: `${JSON.stringify(tell)}\n`, stopped, ...bounds }),
  };
}
