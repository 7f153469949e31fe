// The guard's eyes. Calm, one GET: an answer needs a process, a port and a server. When none comes, everything at once, from the bottom up.
import type { Eyes } from "../../data/guard/ports.ts";
import type { PageSight, Sight } from "../../data/guard/sight.ts";
import type { Target } from "../../data/target.ts";
import type { SupervisorLook } from "../evidence/supervisor.ts";
import type { World } from "../probe.ts";
import { createCloseLooks, notLooked } from "./close-look.ts";
import { createPages, notAsked } from "./page-sight.ts";

/** The reading link as the guard uses it, when there is one. */
export type LinkRung = {
  /** `not`: only what it says of itself. `when-due`: also an RPC, every half a minute. Never rejects. */
  readonly look: (asks: "now" | "when-due" | "not") => Promise<Sight["link"]>;
  /** What was heard, as long as it holds. */
  readonly announced: () => Sight["announced"];
  readonly close: () => void;
};

export type EyesParts = {
  readonly world: World;
  readonly target: Target;
  readonly monotonicMs: () => number;
  /** Between two looks. */
  readonly intervalMs: () => number;
  readonly link: LinkRung;
  readonly supervisor: SupervisorLook;
};

/** How often what an answer does not need is looked at while all is well. */
const glanceEveryMs = 30_000;
const supervisorEveryMs = 300_000;
/** A page that is no JSON is an old release's, or another program's: looked at closely now and then. */
const strangeEveryMs = 60_000;
const CONNECT_MS = 2_000;

/** A gateway that answers within a second is alive; with rarer looks there is more patience. */
const pageMs = (intervalMs: number): number => Math.min(3_000, Math.max(1_000, intervalMs));

/** The kernel holds the process that has the port: no answer can come, and none is waited for. */
const isStopped = ({ value }: Sight["process"]): boolean => value?.state === "T" && value.ownsPort === true;
const silent: PageSight = { ...notAsked, outcome: "silent" };

const isAnswer = (outcome: PageSight["outcome"]): boolean => outcome === "answered" || outcome === "not-json";

const unasked: Sight["port"] = { outcome: "not-asked", why: null };

export function createEyes({ world, target, monotonicMs, intervalMs, link, supervisor: askSupervisor }: EyesParts): Eyes {
  const pages = createPages(world, target);
  const looks = createCloseLooks(world, target, monotonicMs, askSupervisor);
  let closeAtMs = Number.NEGATIVE_INFINITY;
  let supervisorAtMs = Number.NEGATIVE_INFINITY;
  /** Also right after a failure, and in every look until it has started: a new boot has another process. */
  let glanceAtMs = Number.NEGATIVE_INFINITY;

  type Began = Pick<Sight, "at" | "monotonicMs">;
  const blank: Omit<Sight, keyof Began | "health" | "link" | "announced"> = {
    port: unasked,
    listener: { who: "unknown", pid: null },
    startup: notAsked,
    process: notLooked,
    staleLock: null,
    lockedAt: null,
    supervisor: null,
  };

  async function calm(began: Began, health: PageSight): Promise<Sight> {
    const glances = began.monotonicMs - glanceAtMs >= glanceEveryMs;
    const asksSupervisor = target.local && began.monotonicMs - supervisorAtMs >= supervisorEveryMs;
    if (glances) glanceAtMs = began.monotonicMs;
    const [startup, process, rung] = await Promise.all([
      glances ? pages.startup(pageMs(intervalMs())) : notAsked,
      glances ? looks.glance() : notLooked,
      link.look("when-due"),
    ]);
    if (startup.status === "starting" || startup.status === "draining") glanceAtMs = Number.NEGATIVE_INFINITY;
    const supervisor = asksSupervisor ? await looks.supervisor() : null;
    if (asksSupervisor) supervisorAtMs = began.monotonicMs;
    return { ...blank, ...began, health, startup, process, supervisor, link: rung, announced: link.announced() };
  }

  async function close(began: Began, asked: Promise<PageSight>): Promise<Sight> {
    const connected = world.connect(target.host, target.port, CONNECT_MS);
    const around = looks.close(connected.then(({ outcome }) => outcome));
    const answered = Promise.race([asked, around.then(({ process }) => (isStopped(process) ? silent : asked))]);
    // What does not answer here answers nowhere: asked again it would only cost time.
    const above = answered.then(({ outcome }) =>
      Promise.all([isAnswer(outcome) ? pages.startup(pageMs(intervalMs())) : notAsked, link.look(outcome === "silent" ? "not" : "now")]),
    );
    const [health, [startup, rung], { outcome, why }, rest] = await Promise.all([answered, above, connected, around]);
    closeAtMs = began.monotonicMs;
    supervisorAtMs = began.monotonicMs;
    if (health.outcome !== "answered") glanceAtMs = Number.NEGATIVE_INFINITY;
    return { ...began, health, startup, port: { outcome, why }, ...rest, link: rung, announced: link.announced() };
  }

  const isEnough = (health: PageSight, nowMs: number): boolean =>
    health.outcome === "answered" || (health.outcome === "not-json" && nowMs - closeAtMs < strangeEveryMs);

  return {
    look: async (thorough) => {
      const began: Began = { at: world.now(), monotonicMs: monotonicMs() };
      const asked = pages.health(pageMs(intervalMs()));
      if (thorough) return close(began, asked);
      const health = await asked;
      return isEnough(health, began.monotonicMs) ? calm(began, health) : close(began, asked);
    },
    close: link.close,
  };
}
