// A gateway that is well: the one a person named, or the demo's in a process of its own.
import type { Bench, Gateway } from "./benchmark.ts";
import { startGateway } from "./gateway-process.ts";

export type CalmGateway = {
  readonly gateway: Gateway;
  /** For the reader of the figures. */
  readonly what: string;
  readonly close: () => Promise<void>;
};

export async function openCalmGateway(bench: Bench): Promise<CalmGateway> {
  if (bench.gateway !== null) return { gateway: bench.gateway, what: "a real one", close: () => Promise.resolve() };
  const own = await startGateway(bench);
  const [, url = "", , tokenFile = ""] = own.args;
  return { gateway: { url, tokenFile, pid: own.pid }, what: "the demo's, in another process", close: own.end };
}
