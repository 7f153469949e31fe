// Tells to everyone who was asked for: printed at once, delivered beside the guard.
import fs from "node:fs";
import { createExecHook } from "../../actions/tell/exec-hook.ts";
import { createQueue } from "../../actions/tell/queue.ts";
import type { Sink } from "../../actions/tell/sink.ts";
import { createSyslog } from "../../actions/tell/syslog.ts";
import { createWebhook } from "../../actions/tell/webhook.ts";
import type { Timers } from "../../data/gateway/timers.ts";
import type { Tells } from "../../data/guard/ports.ts";
import type { TellTo } from "../../data/guard/settings.ts";
import type { Tell } from "../../data/guard/tell.ts";

export type TellsOptions = {
  readonly to: readonly TellTo[];
  readonly env: NodeJS.ProcessEnv;
  readonly timers: Timers;
  readonly print: (tell: Tell) => void;
  /** What could not be delivered, one sentence each; for the log. */
  readonly said: (sentence: string) => void;
  readonly pausesMs?: readonly number[];
};

function sinkOf(to: TellTo, env: NodeJS.ProcessEnv): Sink {
  switch (to.to) {
    case "exec":
      return createExecHook({ argv: to.argv, env });
    case "webhook":
      return createWebhook(to, env);
    case "syslog":
      return createSyslog(env);
  }
}

/** After `drain` a tell is printed and nothing else. */
export function createTells({ to, env, timers, print, said, pausesMs }: TellsOptions): Tells {
  const bounds = pausesMs === undefined ? {} : { pausesMs };
  const queues = to.map((one) => createQueue({ sink: sinkOf(one, env), timers, said, ...bounds }));
  return {
    tell: (tell) => {
      print(tell);
      for (const queue of queues) queue.put(tell);
    },
    drain: async (withinMs) => {
      let timer: unknown = null;
      const over = new Promise<void>((resolve) => {
        timer = timers.set(resolve, withinMs);
      });
      await Promise.race([Promise.all(queues.map((queue) => queue.idle())), over]);
      timers.clear(timer);
      await Promise.all(queues.map((queue) => queue.stop()));
    },
  };
}

/** sd-daemon(3): the journal reads the priority at the start of a line. */
const priorities: { readonly [S in Tell["severity"]]: string } = { critical: "<2>", warning: "<4>", info: "<6>" };

/** True when what is written to `fd` goes to the journal: $JOURNAL_STREAM names the device and inode of that very stream. */
export function isJournal(fd: number, env: NodeJS.ProcessEnv): boolean {
  const named = env["JOURNAL_STREAM"];
  if (named === undefined || named === "") return false;
  try {
    const { dev, ino } = fs.fstatSync(fd, { bigint: true });
    return named === `${dev}:${ino}`;
  } catch {
    // A stream that was closed goes nowhere.
    return false;
  }
}

/** A line of the guard: with its priority for the journal, plain for a person. */
export const lineOf = (severity: Tell["severity"], text: string, journal: boolean): string =>
  `${journal ? priorities[severity] : ""}${text}\n`;
