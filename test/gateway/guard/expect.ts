// What must be so of every guard, whatever it did.
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Home } from "../../support/program.ts";
import { token } from "../ground.ts";
import { journalLines, type Line } from "../restart/journal.ts";
import { guardFile } from "./guard-file.ts";
import type { GuardProcess, Seen } from "./guard-process.ts";

const journalText = (home: Home): string =>
  journalLines(home).length === 0 ? "" : readFileSync(join(home.dir, "state/gatetop/actions.ndjson"), "utf8");

/** The credential is in nothing the guard left behind. `more`: what hooks and webhooks were given. */
export function expectNoSecret(guard: GuardProcess, home: Home, port: number, ...more: readonly string[]): void {
  for (const text of [guard.printed(), guardFile(home, port)?.text ?? "", journalText(home), ...more]) expect(text).not.toContain(token);
}

/** Those the guard began itself, oldest first. */
export const runsOf = (journal: readonly Line[]): readonly Line[] => journal.filter(({ entry, by }) => entry === "began" && by === "guard");

/** What was begun has its end in the journal, which is written beside the guard's file and may come later. */
export const isOver = ({ journal }: Pick<Seen, "journal">): boolean =>
  journal.some(({ entry }) => entry === "began") &&
  journal.every(({ id }) => journal.some((line) => line.id === id && line.entry !== "began"));

/** Well again, with nothing left of it. */
export const isCalm = ({ state }: Seen): boolean => state?.standing === "well" && state.strikes.length === 0 && state.underWay === null;

/** The journal has one run of the guard's for each, in this order, begun and ended: what was asked, and the verdict. */
export function expectRuns(home: Home, runs: readonly (readonly [aim: string, verdict: string])[]): void {
  const journal = journalLines(home);
  const found = runsOf(journal).map(({ id, request }) => {
    const [, end, ...others] = journal.filter((line) => line.id === id);
    expect(others).toEqual([]);
    return [request?.aim, end?.entry === "ended" ? end.verdict?.kind : end?.entry];
  });
  expect(found).toEqual(runs);
  if (journal.length > 0) expect(statSync(join(home.dir, "state/gatetop/actions.ndjson")).mode & 0o777).toBe(0o600);
}
