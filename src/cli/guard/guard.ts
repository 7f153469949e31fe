// `gatetop guard`: watches one gateway without a screen, repairs it when it may, and tells. Everything it needs is opened here.
import os from "node:os";
import { planWords } from "../../data/guard/schedule-words.ts";
import type { GuardSettings } from "../../data/guard/settings.ts";
import { exitCodes } from "../exit-codes.ts";
import { realFiles } from "../find/files.ts";
import type { FoundGateway } from "../find/gateway.ts";
import { guardSettings } from "../guard-settings.ts";
import { LOG_TURN_BYTES } from "../log.ts";
import { withOpened } from "../opened.ts";
import type { Options } from "../options.ts";
import { output } from "../output.ts";
import type { OwnConfigRead } from "../own-config.ts";
import { ownPaths } from "../own-paths.ts";
import { foundAnew, type Anew } from "./found-anew.ts";
import { takeGuardLock } from "./guard-lock.ts";
import { createLines, type Lines } from "./lines.ts";
import { startLoop } from "./loop.ts";
import { guardOnce } from "./once.ts";
import { openGuard, type OpenedGuard } from "./parts.ts";
import { guardRearm, guardStatus } from "./status.ts";
import { guardFiles, type GuardFiles } from "./target-key.ts";
import { createTurn, type Turn } from "./turn.ts";

/** What was told is given so long to arrive when the guard ends. */
const DRAIN_MS = 3_000;

type Asked = { readonly options: Options; readonly found: FoundGateway; readonly own: OwnConfigRead };
type Verb = NonNullable<Options["guard"]>;

const paths = () => ownPaths(process.env, os.homedir());

const aside = ({ options, found }: Asked) => ({
  files: guardFiles(paths().state, found.target),
  json: options.json,
  output,
  now: Date.now(),
});

const verbs: { readonly [V in Verb]: (asked: Asked) => Promise<number> } = {
  run: watchWhatIsFound,
  status: (asked) => guardStatus(aside(asked)),
  rearm: (asked) => guardRearm(aside(asked)),
  install: async ({ options, found, own }) => {
    const { guardInstall } = await import("./install/command.ts");
    return guardInstall(options, found, { readonly: own.readonly, guard: own.config.guard });
  },
  uninstall: async ({ options, found }) => {
    const { guardUninstall } = await import("./install/command.ts");
    return guardUninstall(options, found);
  },
};

/** Resolves with the exit code. */
export function guardCommand(options: Options, found: FoundGateway, own: OwnConfigRead): Promise<number> {
  return verbs[options.guard ?? "run"]({ options, found, own });
}

/** A gateway that is found anew is watched from there on. */
async function watchWhatIsFound(asked: Asked): Promise<number> {
  for (let now = asked; ;) {
    const over = await watchAlone(now);
    if (typeof over === "number") return over;
    now = { ...now, found: over };
  }
}

/** Two guards of one gateway would each count the other's repair as a failure. */
async function watchAlone(asked: Asked): Promise<number | FoundGateway> {
  const { options, found } = asked;
  const files = guardFiles(paths().state, found.target);
  const lock = takeGuardLock(files);
  switch (lock.kind) {
    case "failed":
      output.err(`gatetop: ${lock.why}\n  the guard remembers what it did there: set $XDG_STATE_HOME to a directory that can be written\n`);
      return exitCodes.failed;
    case "another": {
      const who = `${lock.pid === null ? "a guard" : `the guard with pid ${lock.pid}`} watches this gateway already`;
      if (options.once) await output.out(`${who}\n`);
      else output.err(`gatetop: ${who}\n  gatetop guard status tells what it does\n`);
      return options.once ? exitCodes.done : exitCodes.notYet;
    }
    case "held":
      try {
        return await watch(asked, files);
      } finally {
        lock.release();
      }
  }
}

/** As asked for on the command line, over the config file as it is now. What may change nothing only tells. */
const settingsOf = ({ options }: Asked, { config, readonly }: OwnConfigRead): GuardSettings => {
  const settings = guardSettings(config.guard, options);
  return readonly === null ? settings : { ...settings, act: false };
};

function watch(asked: Asked, files: GuardFiles): Promise<number | FoundGateway> {
  const { options, found, own } = asked;
  // A reader that went away must not end the guard.
  for (const one of [process.stdout, process.stderr]) one.on("error", () => undefined);
  const lines = createLines({ json: options.json, env: process.env, now: Date.now, write: (text) => void process.stdout.write(text) });
  const onTrouble = (sentence: string): void => output.err(`gatetop: ${sentence}\n`);
  return withOpened(options, found, { dashboard: false, onTrouble, turnLogAtBytes: LOG_TURN_BYTES }, async (opened) => {
    opened.notes.forEach(onTrouble);
    let read = own;
    let settings = settingsOf(asked, read);
    const guard = await openGuard({
      opened,
      files,
      state: paths().state,
      readonly: () => read.readonly,
      settings: () => settings,
      alerts: () => read.config.alerts,
      connects: found.missing === null,
      lines,
    });
    // Before anything is said: whoever reads it may mend the config at once.
    const anew = foundAnew(options, found, guard.parts.clock);
    if (!options.once) lines.say("info", greeting(found, settings, own.readonly));
    const reload = async (): Promise<void> => {
      const { configNotes, readOwnConfig } = await import("../own-config.ts");
      read = readOwnConfig({ flag: options.readonly, env: process.env, dir: paths().config, files: realFiles });
      for (const note of configNotes(read)) lines.say("warning", note);
      settings = settingsOf(asked, read);
      guard.renewed();
      lines.say("info", `config read again: ${greeting(found, settings, read.readonly)}`);
    };
    return run(guard, { once: options.once, intervalMs: () => settings.intervalMs, reload, anew, lines });
  });
}

function greeting({ target }: FoundGateway, { act, intervalMs, strikes, restart }: GuardSettings, readonly: string | null): string {
  const manner = act ? "repairs" : `only tells what it would do${readonly === null ? "" : ` (${readonly})`}`;
  const plan = planWords(restart);
  const due = plan === null ? "" : `, a restart ${restart.advise ? "is advised" : "is due"} ${plan}`;
  return `guard of ${target.host}:${target.port}: looks every ${intervalMs / 1_000} s, ${strikes} strikes, ${manner}${due}`;
}

type Running = {
  readonly once: boolean;
  readonly intervalMs: () => number;
  readonly reload: () => Promise<void>;
  readonly anew: Anew;
  readonly lines: Lines;
};

async function run(guard: OpenedGuard, running: Running): Promise<number | FoundGateway> {
  const { clock } = guard.parts;
  const turn = createTurn(guard.parts, guard.memory);
  const { intervalMs } = running;
  const ways = watchSignals(running.reload);
  try {
    if (running.once) return await Promise.race([guardOnce({ turn, clock, intervalMs }), ways.ended.then(() => ended(turn))]);
    const loop = startLoop({ turn, clock, intervalMs });
    const over = await Promise.race([loop.ended, ways.ended, running.anew.found]);
    loop.stop();
    const code = ended(turn);
    if (typeof over !== "object") return code;
    running.lines.say("info", "OpenClaw's config can be read again: its gateway is looked for anew");
    return over;
  } finally {
    ways.ignore();
    running.anew.ignore();
    await guard.close(DRAIN_MS);
    // The exit must not cut a pipe short.
    await output.out("");
  }
}

function ended(turn: Pick<Turn, "stop">): number {
  turn.stop("the guard was ended");
  return exitCodes.done;
}

/** SIGHUP reads the config again, but where a terminal that goes away sends it. */
function watchSignals(reload: () => Promise<void>): { readonly ended: Promise<void>; readonly ignore: () => void } {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const hangUp = process.stdin.isTTY || process.stdout.isTTY ? end : () => void reload();
  const heard = [
    ["SIGTERM", end],
    ["SIGINT", end],
    ["SIGHUP", hangUp],
  ] as const;
  for (const [signal, hear] of heard) process.on(signal, hear);
  return {
    ended,
    ignore: () => {
      for (const [signal, hear] of heard) process.off(signal, hear);
    },
  };
}
