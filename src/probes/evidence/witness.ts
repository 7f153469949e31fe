// The one who looks at a gateway before, during and after a restart. Only reads; what cannot be read is null.
import type { LinkTap, Witness } from "../../data/action/ports.ts";
import type { SystemInfo } from "../../data/model/gateway.ts";
import type { Evidence, LinkEvidence, ProcessEvidence } from "../../data/restart/evidence.ts";
import type { Target } from "../../data/target.ts";
import { readPidStat } from "../local/kernel.ts";
import { isDead } from "../local/proc-text.ts";
import type { World } from "../probe.ts";
import { readBoots } from "./boot-table.ts";
import { linkEvidence, readLink } from "./link.ts";
import { readLock } from "./lock.ts";
import { createLogReader } from "./log-evidence.ts";
import { lookAtPage, readServing, type PagePath } from "./pages.ts";
import { createProcessLook } from "./process.ts";
import { readSignalFacts } from "./signal-facts.ts";
import { createSupervisorLook, type SupervisorLook } from "./supervisor.ts";
import { readSurroundings } from "./surroundings.ts";

const MANAGER_MS = 3_000;
const FACTS_MS = 3_000;
const PROCESS_MS = 1_000;

/** While a look is under way, whoever asks for the same gets its answer. */
function oneAtATime<A extends readonly unknown[], T>(look: (...given: A) => Promise<T>): (...given: A) => Promise<T> {
  let under: Promise<T> | null = null;
  return (...given) => {
    under ??= look(...given).finally(() => {
      under = null;
    });
    return under;
  };
}

/** The answer, or null when it has not come by then. */
function within<T>(timeoutMs: number, answer: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), timeoutMs);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

const isStopped = (process: ProcessEvidence | null): boolean => process?.state === "T" && process.ownsPort === true;

type WitnessParts = {
  readonly world: World;
  readonly target: Target;
  /** The reading connection, when there is one; `world` asks over the same. */
  readonly link?: Pick<LinkTap, "state">;
  /** Of one who has looked before, and remembers what only a living process tells. */
  readonly supervisor?: SupervisorLook | undefined;
};

export function createWitness(parts: WitnessParts): Witness {
  const { world, target } = parts;
  const findProcess = createProcessLook(world, target);
  const askSupervisor = parts.supervisor ?? createSupervisorLook(world, target);
  let reported: SystemInfo | null = null;
  /** What the gateway last said of itself; it says nothing while it is away. */
  let ownPid: number | null = null;

  const lookAtLink = oneAtATime(async (timeoutMs: number): Promise<LinkEvidence | null> => {
    const { link, info } = await readLink(world, parts.link?.state() ?? { phase: "idle" }, timeoutMs);
    reported = info;
    ownPid = info?.pid ?? ownPid;
    return link;
  });
  /** Who listens there is a tunnel's near end or a container's proxy when the gateway behind it says it is another process. */
  const standsBefore = (found: ProcessEvidence | null): boolean =>
    found?.evidence === "port owner" && ownPid !== null && ownPid !== found.pid;
  const lookAtProcess = oneAtATime(async (): Promise<ProcessEvidence | null> => {
    const found = await findProcess(reported);
    if (!standsBefore(found)) return found;
    // It may have restarted into a new process since it was asked.
    await lookAtLink(PROCESS_MS);
    return standsBefore(found) ? null : found;
  });
  const lookAtLock = oneAtATime(() => readLock(world, target));
  const readPages = oneAtATime((timeoutMs: number) => readServing(world, target, timeoutMs));

  const pages: { readonly [P in PagePath]: (timeoutMs: number) => ReturnType<typeof lookAtPage> } = {
    "/healthz": oneAtATime((timeoutMs: number) => lookAtPage(world, target, "/healthz", timeoutMs)),
    "/startupz": oneAtATime((timeoutMs: number) => lookAtPage(world, target, "/startupz", timeoutMs)),
    "/readyz": oneAtATime((timeoutMs: number) => lookAtPage(world, target, "/readyz", timeoutMs)),
  };

  const askManager = async (thorough: boolean, timeoutMs: number) => {
    const found = await lookAtProcess();
    return askSupervisor({ pid: found?.pid ?? null, timeoutMs, thorough });
  };
  const supervisor = oneAtATime(() => askManager(true, MANAGER_MS));
  const manager = oneAtATime((timeoutMs: number) => askManager(false, timeoutMs));

  const collect = async (timeoutMs: number): Promise<Evidence> => {
    const unit = manager(timeoutMs).then((reading) => (reading.found ? reading.facts : null));
    const found = lookAtProcess();
    /** What the kernel holds answers nothing, and is not waited for. */
    const answer = <T>(asked: Promise<T>, unasked: T): Promise<T | null> =>
      within(timeoutMs, Promise.race([asked, found.then((process) => (isStopped(process) ? unasked : asked))]));
    const [link, serving, process, lock, facts] = await Promise.all([
      answer(lookAtLink(timeoutMs), linkEvidence(parts.link?.state() ?? { phase: "idle" }, null)),
      answer(readPages(timeoutMs), null),
      within(timeoutMs, found),
      within(timeoutMs, lookAtLock()),
      within(timeoutMs, unit),
    ]);
    const boot = readBoots(world, target)?.[0] ?? null;
    // The process was looked for before the gateway had told its own.
    return { at: world.now(), link, serving, process: standsBefore(process) ? null : process, lock, unit: facts, boot };
  };

  return {
    collect: oneAtATime(collect),
    port: oneAtATime(async (timeoutMs: number) => {
      const { outcome, why } = await world.connect(target.host, target.port, timeoutMs);
      return { kind: "port", open: outcome === "open", why };
    }),
    http: (path, timeoutMs) => pages[path](timeoutMs),
    process: async () => ({ kind: "process", process: await lookAtProcess() }),
    lives: async ({ pid, startTicks }) => {
      const stat = target.local ? await readPidStat(world, pid) : null;
      return stat !== null && stat.startTicks === startTicks && !isDead(stat);
    },
    lock: async () => ({ kind: "lock", lock: await lookAtLock() }),
    supervisor,
    signalFacts: oneAtATime(async () => {
      const [serving, { link }] = await Promise.all([
        readPages(FACTS_MS),
        readLink(world, parts.link?.state() ?? { phase: "idle" }, FACTS_MS),
      ]);
      const hasStartupz = serving === null ? null : serving.from === "/startupz";
      return readSignalFacts(world, target, { version: serving?.version ?? link?.version ?? null, hasStartupz }, FACTS_MS);
    }),
    surroundings: (pid, unit) => (target.local ? readSurroundings(world, pid, unit) : Promise.resolve(null)),
    boots: () => Promise.resolve(readBoots(world, target)),
    log: createLogReader(world, target),
  };
}
