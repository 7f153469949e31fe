// Requests on their way: ids, deadlines, settlement. Each is settled exactly once.
import { codeOf, requestFrame, type Frame } from "./frames.ts";
import { RpcFailure } from "./rpc-failure.ts";
import type { Timers } from "./timers.ts";

type Answer = Extract<Frame, { readonly frame: "answer" | "error" }>;

type Waiting = {
  readonly method: string;
  readonly sentAt: number;
  readonly timer: unknown;
  readonly resolve: (payload: unknown) => void;
  readonly reject: (failure: RpcFailure) => void;
  readonly over: (() => void)[];
};

export type Pending = {
  /** `send` takes the frame and says whether it may have left. Rejects with RpcFailure. */
  readonly request: (method: string, params: unknown, timeoutMs: number, send: (frame: string) => boolean) => Promise<unknown>;
  /** Round trip in ms, or null when nobody waits for this answer any more. */
  readonly settle: (answer: Answer) => number | null;
  /** The connection is gone: what was asked may or may not have been done. */
  readonly failAll: (why: string) => void;
  /** Methods asked and not answered yet, in the order they were asked. */
  readonly unanswered: () => readonly string[];
  /** Resolves once all of them are answered, or have failed. */
  readonly answered: () => Promise<void>;
};

const notConnected = (method: string): RpcFailure => new RpcFailure("NOT_CONNECTED", `${method}: not connected`, false);

export function createPending(timers: Timers): Pending {
  const waiting = new Map<string, Waiting>();
  let lastId = 0;

  const take = (id: string): Waiting | undefined => {
    const entry = waiting.get(id);
    if (entry === undefined) return undefined;
    waiting.delete(id);
    timers.clear(entry.timer);
    for (const tell of entry.over) tell();
    return entry;
  };

  return {
    request: (method, params, timeoutMs, send) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        const id = String(lastId);
        const expire = (): void =>
          take(id)?.reject(new RpcFailure("TIMEOUT", `${method}: no answer within ${Math.round(timeoutMs / 100) / 10} s`, true));
        waiting.set(id, { method, sentAt: timers.monotonicMs(), timer: timers.set(expire, timeoutMs), resolve, reject, over: [] });
        if (!send(requestFrame(id, method, params))) take(id)?.reject(notConnected(method));
      }),
    settle: (answer) => {
      const entry = take(answer.id);
      if (entry === undefined) return null;
      if (answer.frame === "answer") entry.resolve(answer.payload);
      else {
        const { error } = answer;
        entry.reject(new RpcFailure(codeOf(error), `${entry.method}: ${error.message}`, true, error.retryAfterMs, error.details));
      }
      return timers.monotonicMs() - entry.sentAt;
    },
    failAll: (why) => {
      for (const id of Array.from(waiting.keys())) {
        const entry = take(id);
        entry?.reject(new RpcFailure("LINK_CLOSED", `${entry.method}: ${why} before the answer came`, true));
      }
    },
    unanswered: () => Array.from(waiting.values(), ({ method }) => method),
    answered: async () => {
      await Promise.all(Array.from(waiting.values(), ({ over }) => new Promise<void>((resolve) => over.push(resolve))));
    },
  };
}
