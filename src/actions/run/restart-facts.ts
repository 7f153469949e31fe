// What every way of restarting is previewed from, looked at once for all rows of the menu.
import type { ActorParts } from "../../data/action/ports.ts";
import { decodePreflight } from "../../data/gateway/decode/work.ts";
import { DecodeError } from "../../data/gateway/decode/field.ts";
import { RpcFailure } from "../../data/gateway/rpc-failure.ts";
import type { LinkState } from "../../data/link-state.ts";
import type { Hello } from "../../data/model/gateway.ts";
import { chooseSignal } from "../../data/restart/choose-signal.ts";
import type { BootRecord, Evidence } from "../../data/restart/evidence.ts";
import type { Blocker } from "../../data/restart/observation.ts";
import type { SignalChoice } from "../../data/restart/signal.ts";
import type { SupervisorReading } from "../../data/restart/supervisor.ts";

export type Work =
  | { readonly known: true; readonly at: number; readonly total: number; readonly blockers: readonly Blocker[] }
  | { readonly known: false; readonly why: string };

/** stopped: state T. silent: its port is open and HTTP gave no answer for 5 s. */
export type Frozen = "stopped" | "silent" | "no" | "unknown";

export type RestartFacts = {
  readonly at: number;
  readonly local: boolean;
  readonly link: LinkState;
  readonly hello: Hello | null;
  /** Of the gateway; null when nothing tells it. */
  readonly version: string | null;
  readonly evidence: Evidence;
  readonly work: Work;
  readonly signal: SignalChoice;
  readonly supervisor: SupervisorReading;
  /** Newest first; null where the table cannot be read. */
  readonly boots: readonly BootRecord[] | null;
  readonly frozen: Frozen;
};

const COLLECT_MS = 1_500;
const SILENT_MS = 5_000;
const PORT_MS = 500;
/** All rows of a menu ask at once; a confirmation opened from it may know the same. */
const FRESH_MS = 1_500;

export function createRestartFacts({ target, witness, link, clock }: ActorParts): () => Promise<RestartFacts> {
  async function workNow(): Promise<Work> {
    if (link.state().phase !== "open") return { known: false, why: "the gateway does not answer" };
    try {
      const { counts, blockers } = decodePreflight(await link.request("gateway.restart.preflight", {}, COLLECT_MS));
      const total = counts["totalActive"] ?? blockers.reduce((sum, { count }) => sum + count, 0);
      return { known: true, at: clock.now(), total, blockers };
    } catch (error) {
      if (error instanceof RpcFailure || error instanceof DecodeError) return { known: false, why: error.message };
      throw error;
    }
  }

  async function frozenNow({ serving, process }: Evidence): Promise<Frozen> {
    if (process?.state === "T" || process?.state === "t") return "stopped";
    if (serving !== null || link.state().phase === "open") return "no";
    const { open } = await witness.port(PORT_MS);
    if (!open) return "no";
    const { outcome } = await witness.http("/healthz", SILENT_MS);
    return outcome === "silent" ? "silent" : outcome === "failed" ? "unknown" : "no";
  }

  async function look(): Promise<RestartFacts> {
    const state = link.state();
    // Before the other looks: the gateway counts the questions it is answering as work.
    const work = await workNow();
    const collecting = witness.collect(COLLECT_MS);
    const [evidence, signal, supervisor, boots, frozen] = await Promise.all([
      collecting,
      witness.signalFacts().then(chooseSignal),
      witness.supervisor(),
      witness.boots(),
      collecting.then(frozenNow),
    ]);
    const hello = state.phase === "open" ? state.hello : null;
    const version = hello?.version ?? evidence.serving?.version ?? null;
    return { at: clock.now(), local: target.local, link: state, hello, version, evidence, work, signal, supervisor, boots, frozen };
  }

  let last: { readonly startedMs: number; readonly facts: Promise<RestartFacts> } | null = null;
  return () => {
    const now = clock.monotonicMs();
    if (last === null || now - last.startedMs > FRESH_MS) last = { startedMs: now, facts: look() };
    return last.facts;
  };
}
