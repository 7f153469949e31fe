// Which signal restarts this process, if any. The wrong one kills it (SIGUSR2 up to 2026.9.5) or opens a debugger port (SIGUSR1 since
// 2026.9.6), so what the process catches and what its version says must agree, and any doubt means none.
import type { RestartSignal, SignalChoice, SignalFacts, SignalRefusal } from "./signal.ts";
import { atLeast } from "./version.ts";

/** From this release on SIGUSR2 restarts and SIGUSR1 is left to Node, whose inspector it opens. */
const USR2_SINCE = "2026.9.6";
/** The oldest release whose SIGUSR1 was tried. */
const USR1_SINCE = "2026.2.26";

/** From this release on a gateway has /startupz. Older ones catch SIGUSR2 for no good: see SignalFacts. */
const STARTUPZ_SINCE = "2026.8.1";

/** Without a word from its handlers, what it does not have yet is the second witness of its age. */
const isOlderByItself = ({ hasStartupz, version: told }: SignalFacts): boolean =>
  hasStartupz === false && atLeast(told, STARTUPZ_SINCE) === false;

const overRpc = "restart it over RPC instead: mode graceful or force";
/** The oldest releases have no RPC for it. */
const byItself = `${overRpc}; or with its own command: openclaw gateway restart`;

type Doubt = {
  readonly code: SignalRefusal;
  readonly when: (facts: SignalFacts) => boolean;
  readonly why: (facts: SignalFacts) => string;
  readonly fix: string;
};

const version = ({ version: told }: SignalFacts): string => (told === null ? "its version is not known" : `its version is ${told}`);

/** In the order a person would look: who is it, is it the one that listens, may it be signalled, what does it catch. */
const doubts: readonly Doubt[] = [
  {
    code: "no-lock",
    when: ({ lock }) => lock === null,
    why: () => "the gateway's lock file, which names its process, was not found",
    fix: "run gatetop as the gateway's user with its OPENCLAW_STATE_DIR, or restart it over RPC: mode graceful",
  },
  {
    code: "stale-lock",
    when: ({ process }) => process === null,
    why: ({ lock }) => `the lock file names pid ${lock?.pid}, and no such process runs`,
    fix: "the gateway is not running: start it",
  },
  {
    code: "recycled-pid",
    when: ({ lock, process }) => lock?.pid !== process?.pid || lock?.startTicks !== process?.startTicks,
    why: ({ lock }) =>
      lock?.startTicks === null
        ? `the lock file does not tell when pid ${lock.pid} started, so it may be another process by now`
        : `pid ${lock?.pid} did not start when the lock file says: it is another process by now`,
    fix: overRpc,
  },
  {
    code: "port-owner-unknown",
    when: ({ portOwner }) => portOwner === null,
    why: () => "it could not be seen who listens on the gateway's port",
    fix: "run gatetop as the gateway's user, or restart it over RPC: mode graceful",
  },
  {
    code: "other-port-owner",
    when: ({ portOwner, process }) => portOwner !== process?.pid,
    why: ({ portOwner, process }) => `the lock file names pid ${process?.pid}, but pid ${portOwner} listens on the gateway's port`,
    fix: overRpc,
  },
  {
    code: "ignored-by-configuration",
    when: ({ allowed }) => allowed === false,
    why: () => "commands.restart is false in its configuration: it would ignore the signal",
    fix: `${overRpc} (not blocked by that setting)`,
  },
  {
    code: "not-permitted",
    when: ({ ownUid, process }) => ownUid !== null && ownUid !== 0 && process !== null && process.uid !== null && process.uid !== ownUid,
    why: ({ process }) => `pid ${process?.pid} belongs to another user (uid ${process?.uid})`,
    fix: "run gatetop as that user or with sudo",
  },
  {
    code: "handlers-unreadable",
    when: ({ catchesUsr2 }) => catchesUsr2 === null,
    why: ({ process }) => `it could not be read which signals pid ${process?.pid} catches`,
    fix: overRpc,
  },
  {
    code: "version-unknown",
    when: (facts) => atLeast(facts.version, USR2_SINCE) === null || atLeast(facts.version, USR1_SINCE) !== true,
    why: (facts) => `${version(facts)}, and with the wrong signal it dies or opens a debugger port`,
    fix: byItself,
  },
  {
    code: "disagreement",
    when: (facts) => facts.catchesUsr2 === "with-all" && !isOlderByItself(facts),
    why: (facts) =>
      `pid ${facts.process?.pid} catches every signal that ends a program, so that nothing but its version (${facts.version}) tells which one restarts it`,
    fix: overRpc,
  },
  {
    code: "disagreement",
    when: ({ catchesUsr2, version: told }) => catchesUsr2 !== "with-all" && catchesUsr2 !== atLeast(told, USR2_SINCE),
    why: (facts) =>
      `${version(facts)}, but it ${facts.catchesUsr2 === true ? "catches" : "does not catch"} SIGUSR2, which restarts a gateway from ${USR2_SINCE} on`,
    fix: overRpc,
  },
];

/** Never a signal in doubt: each doubt has its sentence and what to do instead. */
export function chooseSignal(facts: SignalFacts): SignalChoice {
  const doubt = doubts.find(({ when }) => when(facts));
  if (doubt !== undefined) return { send: false, code: doubt.code, why: doubt.why(facts), fix: doubt.fix };
  const { process } = facts;
  if (process === null)
    return { send: false, code: "stale-lock", why: "no process was found", fix: "the gateway is not running: start it" };
  const { catchesUsr2, version: told } = facts;
  const signal: RestartSignal = catchesUsr2 === true ? "SIGUSR2" : "SIGUSR1";
  const shown = catchesUsr2 === "with-all" ? "has no /startupz" : `${catchesUsr2 === true ? "catches" : "does not catch"} SIGUSR2`;
  return { send: true, signal, pid: process.pid, startTicks: process.startTicks, why: `pid ${process.pid} ${shown}, as ${told} should` };
}
