// How long a repair took, by the guard's own file and the journal: what the guard spent, what the service manager, what the boot.
import type { GuardProcess } from "./guard-process.ts";
import { runsOf } from "./expect.ts";

/** Milliseconds after the fault; null: it did not come to that. */
export type Recovery = {
  readonly strikes: readonly number[];
  /** The repair was in the file, before anything was sent. */
  readonly decided: number | null;
  /** By run: what was asked, when, and the milestones it saw. */
  readonly runs: readonly { readonly aim: string; readonly asked: number; readonly milestones: readonly (readonly [string, number])[] }[];
  /** The file says so. */
  readonly proved: number | null;
};

export function recoveryOf(guard: GuardProcess, faultAt: number): Recovery {
  const states = guard.states();
  const { journal } = guard.seen();
  const after = (at: number | undefined): number | null => (at === undefined ? null : at - faultAt);
  return {
    strikes: (states.findLast(({ strikes, strikesNeeded }) => strikes.length === strikesNeeded)?.strikes ?? []).map((at) => at - faultAt),
    decided: after(states.find(({ underWay }) => underWay !== null)?.underWay?.since),
    runs: runsOf(journal).map(({ id, at, request }) => {
      const end = journal.find((line) => line.id === id && line.entry === "ended");
      const sent = end?.tookMs === undefined ? null : end.at - end.tookMs - faultAt;
      const milestones = (end?.milestones ?? []).map(({ name, ms }) => [name, (sent ?? 0) + ms] as const);
      return { aim: request?.aim ?? "?", asked: at - faultAt, milestones };
    }),
    proved: after(states.find(({ last }) => last?.outcome === "proved" && last.at >= faultAt)?.at),
  };
}

const seconds = (ms: number | null): string => (ms === null ? "never" : `${(ms / 1_000).toFixed(1)} s`);

/** One line for people. */
export function recoveryWords({ strikes, decided, runs, proved }: Recovery): string {
  const ran = runs.map(({ aim, asked, milestones }) =>
    [`${aim} asked ${seconds(asked)}`, ...milestones.map(([name, ms]) => `${name} ${seconds(ms)}`)].join(", "),
  );
  return [`strikes ${strikes.map(seconds).join(" ")}`, `decided ${seconds(decided)}`, ...ran, `proved ${seconds(proved)}`].join(" · ");
}
