// Restarts captured from real gateways, fed to the proof engine observation by observation.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beginRun } from "../../src/data/restart/begin-run.ts";
import type { Evidence } from "../../src/data/restart/evidence.ts";
import type { Observation, Seen } from "../../src/data/restart/observation.ts";
import type { ProofVerdict } from "../../src/data/restart/proof.ts";
import type { RestartRun, RunAim } from "../../src/data/restart/run.ts";
import { watched } from "../../src/data/restart/watched.ts";

const folder = new URL("../fixtures/restart/", import.meta.url);

/** `added`: what is not from the recording; nothing when absent. */
export type RestartCase = {
  readonly release: string;
  readonly how: string;
  readonly added?: string;
  readonly id: string;
  readonly aim: RunAim;
  readonly at: number;
  readonly supervised: boolean;
  readonly drainBudgetMs: number | null;
  readonly waitMs: number | null;
  readonly channels: Readonly<Record<string, boolean>>;
  readonly before: Evidence;
  /** A part of the verdict that must be there. */
  readonly expect: Partial<ProofVerdict> & Pick<ProofVerdict, "kind">;
  readonly observations: readonly { readonly ms: number; readonly seen: Seen }[];
};

export const restartCaseNames = readdirSync(fileURLToPath(folder))
  .filter((name) => name.endsWith(".json"))
  .map((name) => name.slice(0, -".json".length));

export const restartCase = (name: string): RestartCase =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`${name}.json`, folder)), "utf8")) as RestartCase;

export const begun = (given: RestartCase): RestartRun => beginRun({ ...given, channels: new Map(Object.entries(given.channels)) });

/** The wall clock follows the run's unless a test sets it. */
export const observed = (given: RestartCase, wallClock: (ms: number) => number = (ms) => given.at + ms): readonly Observation[] =>
  given.observations.map(({ ms, seen }) => ({ ms, at: wallClock(ms), seen }));

export const watchedAll = (given: RestartCase, observations = observed(given)): RestartRun => observations.reduce(watched, begun(given));
