// What tells one boot of a gateway from another, read without any code of the program under test.
import type { RealGateway } from "../gateway.ts";
import type { Payload } from "../raw-client.ts";
import { lockOf, startTicksOf } from "../truth.ts";

export type Signs = {
  readonly pid: number;
  readonly startTicks: number | null;
  /** Null up to 2026.7. */
  readonly bootId: string | null;
  readonly ownerId: string | null;
  /** Epoch ms. */
  readonly servingSince: number;
};

export async function signsOf(gateway: RealGateway): Promise<Signs> {
  const client = await gateway.connect();
  const bootId = (client.hello["server"] as Payload)["bootId"];
  client.close();
  const answer = await fetch(`http://127.0.0.1:${gateway.port}/readyz`);
  const { uptimeMs } = (await answer.json()) as { uptimeMs: number };
  const servingSince = Date.now() - uptimeMs;
  const lock = lockOf(gateway);
  if (lock === null) throw new Error("a gateway that serves has no lock file");
  return {
    pid: lock.pid,
    startTicks: startTicksOf(lock.pid),
    bootId: typeof bootId === "string" ? bootId : null,
    ownerId: lock.ownerId ?? null,
    servingSince,
  };
}
