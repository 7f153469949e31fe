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

type Scene = { readonly gateway: DemoGateway; readonly dial: () => Client; readonly admin: Client; readonly moveTo: (ms: number) => void };

/** A gateway whose clock stands still until it is moved, and a connection with every right. */
export async function asking(scenario: ScenarioName, startAtMs: number, scene: (scene: Scene) => Promise<void>): Promise<void> {
  const clock = scenarioClock(startAtMs);
  await withDemo({ scenario, ...clock.options }, async (gateway, dial) => {
    const client = dial();
    await client.connect(gateway.token, admin);
    await scene({ gateway, dial, admin: client, moveTo: clock.moveTo });
  });
}

/** Until the gateway's own timer has come to it. */
export async function knockUntil(port: number, wanted: string): Promise<void> {
  while ((await knock(port)) !== wanted);
}
