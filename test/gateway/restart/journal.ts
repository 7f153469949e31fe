// The journal as it lies on the disk.
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Home } from "../../support/program.ts";
import { token } from "../ground.ts";

export type Line = {
  readonly schema: string;
  readonly id: string;
  readonly entry: "began" | "ended" | "left";
  readonly at: number;
  /** With `began`: "guard", or how a person asked for it. */
  readonly by?: string;
  readonly request?: { readonly action: string; readonly aim?: string };
  readonly verdict?: { readonly kind: string } | null;
  /** With `ended`: since it was sent. */
  readonly tookMs?: number;
  readonly milestones?: readonly { readonly name: string; readonly ms: number }[];
};

const journalPath = (home: Home): string => join(home.dir, "state", "gatetop", "actions.ndjson");

/** Empty when nothing was ever done; a line that is being written is left out. */
export function journalLines(home: Home): readonly Line[] {
  const path = journalPath(home);
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}

/** One run from its begin to its verdict, for nobody else's eyes, and without the secret it was done with. */
export function expectJournalled(home: Home, id: string | null, kind: string): void {
  const ours = journalLines(home).filter((line) => line.id === id);
  expect(ours.map((line) => line.entry)).toEqual(["began", "ended"]);
  expect(ours.at(-1)).toMatchObject({ schema: "gatetop-journal/1", verdict: { kind } });
  expect(readFileSync(journalPath(home), "utf8")).not.toContain(token);
  expect(statSync(journalPath(home)).mode & 0o777).toBe(0o600);
}
