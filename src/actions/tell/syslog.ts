// The host's syslog, by the program that every system has for it.
import type { Tell } from "../../data/guard/tell.ts";
import { harmless } from "../../data/harmless.ts";
import { runChild } from "./run-child.ts";
import type { Sink } from "./sink.ts";

const priorities: { readonly [S in Tell["severity"]]: string } = { critical: "crit", warning: "warning", info: "info" };

/** `program`: logger(1), by name. */
export function createSyslog(env: NodeJS.ProcessEnv, program = "logger"): Sink {
  return {
    name: "syslog",
    // On standard input: what is an argument, everybody on the host can read.
    deliver: ({ severity, sentence }, stopped) =>
      runChild({
        argv: [program, "-t", "gatetop", "-p", `daemon.${priorities[severity]}`],
        env,
        input: `${harmless(sentence, 400)}\n`,
        stopped,
      }),
  };
}
