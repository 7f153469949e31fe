// What must be so of a guard that had nothing to do: it looked often enough to have acted, counted no failure to the end, and sent nothing.
import { expect } from "vitest";
import type { Home } from "../../support/program.ts";
import type { RealGateway } from "../gateway.ts";
import { expectNoSecret, runsOf } from "./expect.ts";
import type { GuardProcess, Seen } from "./guard-process.ts";

/** With --fast: between two looks. */
const LOOK_MS = 1_000;
/** A look at a gateway that is silent takes as long as its patience does. */
const SLOW = 4;

/** With --fast three strikes of anything take ten seconds: what is left alone for so many looks is left alone. */
export const ENOUGH = 25;

/** Resolves when it has looked so often more. */
export function looked(guard: GuardProcess, looks: number): Promise<Seen> {
  const from = guard.seen().looks;
  return guard.until(`${looks} more looks`, (seen) => seen.looks >= from + looks, looks * LOOK_MS * SLOW + 30_000);
}

/** Resolves when it saw the gateway otherwise than well, and then well again for long enough to have thought better of it. */
export async function downAndWell(guard: GuardProcess, from: number, timeoutMs: number): Promise<Seen> {
  const wasDown = (): boolean =>
    guard
      .states()
      .slice(from)
      .some(({ standing }) => standing !== "well");
  await guard.until("the gateway go", wasDown, timeoutMs);
  await guard.until("the gateway come back", ({ state }) => state?.standing === "well", timeoutMs);
  return looked(guard, ENOUGH);
}

export function expectNoAction(guard: GuardProcess, home: Home, gateway: Pick<RealGateway, "port">): void {
  expect(runsOf(guard.seen().journal)).toEqual([]);
  for (const { strikes, strikesNeeded, attempts, last, underWay, gaveUpAt, acts } of guard.states()) {
    expect(strikes.length).toBeLessThan(strikesNeeded);
    expect({ attempts, last, underWay, gaveUpAt, acts }).toEqual({ attempts: 0, last: null, underWay: null, gaveUpAt: null, acts: true });
  }
  const acted = guard.seen().tells.filter(({ what }) => ["restarting", "restarted", "restart-failed", "gave-up"].includes(what));
  expect(acted).toEqual([]);
  expectNoSecret(guard, home, gateway.port);
}
