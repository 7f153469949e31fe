// What each way of restarting is previewed from: only what it needs, and each look once for all rows of the menu.
import type { ActorParts, Witness } from "../../data/action/ports.ts";
import { decodePreflight } from "../../data/gateway/decode/work.ts";
import { DecodeError } from "../../data/gateway/decode/field.ts";
import { RpcFailure } from "../../data/gateway/rpc-failure.ts";
import type { LinkState } from "../../data/link-state.ts";
import type { Hello } from "../../data/model/gateway.ts";
import { chooseSignal } from "../../data/restart/choose-signal.ts";
import type { BootRecord, Evidence, LockEvidence, ProcessEvidence } from "../../data/restart/evidence.ts";
import { mayEnd, type MayEnd } from "../../data/restart/may-end.ts";
import type { Blocker } from "../../data/restart/observation.ts";
import type { SignalChoice } from "../../data/restart/signal.ts";
import type { SupervisorReading } from "../../data/restart/supervisor.ts";
import { takesTarget } from "../../data/restart/targeted.ts";
import { knows } from "../over-writer.ts";
import type { PerformedAim } from "./perform-aim.ts";
import { shared } from "./shared.ts";

type Work =
  | { readonly known: true; readonly at: number; readonly total: number; readonly blockers: readonly Blocker[] }
  | { readonly known: false; readonly why: string };

/** stopped: state T. silent: its port is open and HTTP gave no answer for 5 s. */
type Frozen = "stopped" | "silent" | "no" | "unknown";

export type RestartFacts = {
  readonly at: number;
  readonly local: boolean;
  readonly profile: string | null;
  readonly link: LinkState;
  readonly hello: Hello | null;
  /** Of the gateway; null when nothing tells it. */
  readonly version: string | null;
  readonly evidence: Evidence;
  readonly work: Work;
  /** Null: not looked at for this way; likewise below. */
  readonly signal: SignalChoice | null;
  readonly supervisor: SupervisorReading | null;
  /** Newest first; null also where the table cannot be read. */
  readonly boots: readonly BootRecord[] | null;
  readonly frozen: Frozen;
  /** May the process be ended by force; null: not looked at for this way. */
  readonly end: MayEnd | null;
  /** Somebody said how a gateway that nobody supervises is started. */
  readonly canRun: boolean;
};

const COLLECT_MS = 1_500;
const SILENT_MS = 5_000;
const PORT_MS = 500;

type Part = "signal" | "supervisor" | "boots" | "frozen" | "end";

/** Besides the evidence and the running work. The first config.get of a gateway takes 0.8 s: only a signal waits for it. */
const needs: { readonly [A in PerformedAim]: readonly Part[] } = {
  graceful: [],
  signal: ["signal"],
  service: ["supervisor"],
  force: ["frozen"],
  kill: ["frozen", "supervisor", "boots"],
  // Whether it is frozen was seen before, again and again; it is looked at once more when it is done.
  "clean-up": ["supervisor", "boots", "end"],
  start: ["supervisor"],
  stop: ["supervisor"],
};

/** What tells whether there is another way. */
const otherWays: readonly Part[] = ["signal", "supervisor"];

const takesEverything = (state: LinkState): boolean =>
  state.phase === "open" && knows(state.hello, "gateway.restart.request") && takesTarget(state.hello.capabilities);

/** Reads only, and asks nothing of the gateway. */
export async function lookWhetherItMayEnd(
  witness: Pick<Witness, "surroundings">,
  process: ProcessEvidence | null,
  lock: LockEvidence | null,
  reading: SupervisorReading,
): Promise<MayEnd> {
  const unit = reading.found ? reading.facts : null;
  const around = process === null ? null : await witness.surroundings(process.pid, unit?.unit ?? null);
  return mayEnd({ meant: null, process, lock, mainPid: unit?.mainPid ?? null, supervised: reading.found, around });
}

type Asked = Pick<ActorParts, "target" | "witness" | "link" | "clock" | "hands">;

export function createRestartFacts({ target, witness, link, clock, hands }: Asked): (aim: PerformedAim) => Promise<RestartFacts> {
  const evidenceNow = shared(clock, () => witness.collect(COLLECT_MS));
  const supervisorNow = shared(clock, witness.supervisor);
  const bootsNow = shared(clock, witness.boots);
  const signalNow = shared(clock, async () => chooseSignal(await witness.signalFacts()));
  const processNow = shared(clock, witness.process);
  // The kernel knows it at once; whatever is asked of the gateway itself waits until its patience is over.
  const isStopped = async (): Promise<boolean> => ["T", "t"].includes((await processNow()).process?.state ?? "");
  const workNow = shared(clock, async (): Promise<Work> => {
    if (await isStopped()) return { known: false, why: "its process is stopped (state T)" };
    if (link.state().phase !== "open") return { known: false, why: "the gateway does not answer" };
    try {
      const { counts, blockers } = decodePreflight(await link.request("gateway.restart.preflight", {}, COLLECT_MS));
      const total = counts["totalActive"] ?? blockers.reduce((sum, { count }) => sum + count, 0);
      return { known: true, at: clock.now(), total, blockers };
    } catch (error) {
      if (error instanceof RpcFailure || error instanceof DecodeError) return { known: false, why: error.message };
      throw error;
    }
  });
  const endNow = shared(clock, async (): Promise<MayEnd> => {
    const [{ process }, { lock }, reading] = await Promise.all([processNow(), witness.lock(), supervisorNow()]);
    return lookWhetherItMayEnd(witness, process, lock, reading);
  });
  const frozenNow = shared(clock, async (): Promise<Frozen> => {
    if (await isStopped()) return "stopped";
    const { serving } = await evidenceNow();
    // An open link proves nothing: it stays open for a minute when the process stops.
    if (serving !== null) return "no";
    const { open } = await witness.port(PORT_MS);
    if (!open) return "no";
    const { outcome } = await witness.http("/healthz", SILENT_MS);
    return outcome === "silent" ? "silent" : outcome === "failed" ? "unknown" : "no";
  });

  return async (aim) => {
    const state = link.state();
    const parts: readonly Part[] = target.local && !takesEverything(state) ? [...needs[aim], ...otherWays] : needs[aim];
    const ifNeeded = <T>(part: Part, look: () => Promise<T>): Promise<T | null> => (parts.includes(part) ? look() : Promise.resolve(null));
    // Before the other looks: the gateway counts the questions it is answering as work.
    const work = await workNow();
    const [evidence, signal, supervisor, boots, frozen, end] = await Promise.all([
      evidenceNow(),
      ifNeeded("signal", signalNow),
      ifNeeded("supervisor", supervisorNow),
      ifNeeded("boots", bootsNow),
      ifNeeded("frozen", frozenNow),
      ifNeeded("end", endNow),
    ]);
    const hello = state.phase === "open" ? state.hello : null;
    const version = hello?.version ?? evidence.serving?.version ?? null;
    const { local, profile } = target;
    return {
      at: clock.now(),
      local,
      profile,
      link: state,
      hello,
      version,
      evidence,
      work,
      signal,
      supervisor,
      boots,
      frozen: frozen ?? "unknown",
      end,
      canRun: hands.run !== null,
    };
  };
}
