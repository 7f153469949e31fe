// The harness's own connection to a gateway: kept while it holds, made anew after a restart.
import { setTimeout as pause } from "node:timers/promises";
import { connectRaw, type Payload, type RawClient } from "./raw-client.ts";
import { token } from "./ground.ts";

export type Link = {
  /** Resolves to performance.now() of the first moment a client gets an answer; `stillRuns` false ends the waiting. */
  readonly answers: (timeoutMs: number, stillRuns: () => boolean) => Promise<number>;
  readonly request: (method: string, params?: Payload) => Promise<Payload>;
  readonly close: () => void;
};

/** A process can tell nobody when it begins to answer, so this knocks. */
async function knock(port: number, stillRuns: () => boolean, timeoutMs: number): Promise<{ at: number; client: RawClient } | string> {
  const deadline = performance.now() + timeoutMs;
  let why = "";
  while (performance.now() < deadline && stillRuns()) {
    try {
      const client = await connectRaw(port, token);
      return { at: performance.now(), client };
    } catch (error) {
      why = (error as Error).message;
    }
    await pause(20);
  }
  return stillRuns() ? `no answer in ${timeoutMs} ms, last: ${why}` : "the process ended";
}

export function openLink(port: number): Link {
  let client: RawClient | null = null;

  const forget = async (gone: RawClient): Promise<void> => {
    await gone.closed;
    if (client === gone) client = null;
  };

  const keep = (next: RawClient): RawClient => {
    client?.close();
    client = next;
    void forget(next);
    return next;
  };

  return {
    answers: async (timeoutMs, stillRuns) => {
      const outcome = await knock(port, stillRuns, timeoutMs);
      if (typeof outcome === "string") throw new Error(outcome);
      keep(outcome.client);
      return outcome.at;
    },
    request: async (method, params) => (client ?? keep(await connectRaw(port, token))).request(method, params),
    close: () => client?.close(),
  };
}
