// What the small actions are given: a link that answers from a table, and a clock that counts up to when it is asked to wait.
import { vi } from "vitest";
import { RpcFailure } from "../../src/data/gateway/rpc-failure.ts";
import type { Clock, LinkTap, OpenWriter } from "../../src/data/action/ports.ts";
import type { ActionProgress } from "../../src/data/action/outcome.ts";
import type { Event } from "../../src/data/events.ts";
import type { LinkState } from "../../src/data/link-state.ts";
import type { SmallParts } from "../../src/actions/over-writer.ts";
import { openLink, START } from "../support/scene.ts";

/** Waiting is over at once, and the clock says so. */
export function leapingClock(): Clock {
  let ms = 0;
  return {
    now: () => START + ms,
    monotonicMs: () => ms,
    set: (run, after) => {
      ms += after;
      setImmediate(run);
      return null;
    },
    clear: () => {},
  };
}

export const linkTo = (answers: Readonly<Record<string, unknown>>, state: LinkState = openLink()): LinkTap => ({
  state: () => state,
  request: (method) =>
    Object.hasOwn(answers, method)
      ? answers[method] instanceof Error
        ? Promise.reject(answers[method])
        : Promise.resolve(answers[method])
      : Promise.reject(new RpcFailure("INVALID_REQUEST", `${method}: unknown method: ${method}`, true)),
  retryNow: vi.fn(),
  listen: () => () => {},
});

export const nobodyOpens: OpenWriter = () =>
  Promise.resolve({ ok: false, code: "PAIRING_REQUIRED", why: "it must be approved", fix: "openclaw devices approve r", exit: 77 });

export function parts(over: Partial<SmallParts> = {}): SmallParts & { readonly progress: readonly ActionProgress[] } {
  const progress: ActionProgress[] = [];
  return {
    link: linkTo({}),
    openWriter: nobodyOpens,
    clock: leapingClock(),
    send: (event: Event) => {
      if (event.type === "progress") progress.push(event.progress);
    },
    ...over,
    progress,
  };
}
