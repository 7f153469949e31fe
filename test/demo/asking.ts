// Somebody with every right at a demo gateway whose clock stands still.
import type { DemoGateway } from "../../src/demo/gateway.ts";
import { scenarios, type ScenarioName } from "../../src/demo/scenarios.ts";
import { worldAt } from "../../src/demo/world.ts";
import { knock, scenarioClock, withDemo, type Client, type Frame } from "./client.ts";

export type Row = Readonly<Record<string, unknown>>;
export const row = (value: unknown): Row => value as Row;
export const errorOf = (frame: Frame): Row => row(frame["error"]);
export const payloadOf = (frame: Frame): Row => row(frame["payload"]);

export const admin = { scopes: ["operator.admin"] };
export const write = { scopes: ["operator.write"] };

/** A moment of the scenario at which nothing runs, and will not for a while. */
export function idleMs(scenario: ScenarioName): number {
  const quiet = (ms: number): boolean => worldAt(scenarios[scenario], ms, 0).sessions.every(({ alive }) => alive.length === 0);
  for (let ms = 0; ms < 900_000; ms += 250) if (quiet(ms) && quiet(ms + 1_000) && quiet(ms + 4_000)) return ms;
  throw new Error(`${scenario} is never idle`);
}

/** A clock that stands still until it is moved; the gateway's own timers only make it look. */
type Standing = {
  readonly gateway: DemoGateway;
  readonly dial: () => Client;
  readonly moveTo: (ms: number) => void;
  /** Lets the time pass, a little at a time, until something holds. */
  readonly play: (holds: () => boolean | Promise<boolean>, stepMs?: number) => Promise<void>;
};

export async function standing(scenario: ScenarioName, startAtMs: number, scene: (scene: Standing) => Promise<void>): Promise<void> {
  const clock = scenarioClock(startAtMs);
  let at = startAtMs;
  const moveTo = (ms: number): void => {
    at = ms;
    clock.moveTo(ms);
  };
  await withDemo({ scenario, ...clock.options }, async (gateway, dial) => {
    const play: Standing["play"] = async (holds, stepMs = 20) => {
      while (!(await holds())) {
        moveTo(at + stepMs);
        // A turn for the gateway's timers, and for what it sends.
        await knock(gateway.port);
      }
    };
    await scene({ gateway, dial, moveTo, play });
  });
}

/** The same, with a connection that has every right. */
export const asking = (
  scenario: ScenarioName,
  startAtMs: number,
  scene: (scene: Standing & { readonly admin: Client }) => Promise<void>,
): Promise<void> =>
  standing(scenario, startAtMs, async (given) => {
    const client = given.dial();
    await client.connect(given.gateway.token, admin);
    await scene({ ...given, admin: client });
  });

/** Until the gateway's own timer has come to it. */
export async function knockUntil(port: number, wanted: string): Promise<void> {
  while ((await knock(port)) !== wanted);
}

/** Whether it has come true by now. */
export function settled(promise: Promise<unknown>): () => boolean {
  let over = false;
  void promise.finally(() => {
    over = true;
  });
  return () => over;
}
