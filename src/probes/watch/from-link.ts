// What our own connection sees of a restart: the announcement, the close, the greeting of the next boot and its first answer.
import type { Clock, LinkTap } from "../../data/action/ports.ts";
import { decodeSystemInfo } from "../../data/gateway/decode/gateway.ts";
import { DecodeError } from "../../data/gateway/decode/field.ts";
import { createAlarm } from "../../data/gateway/timers.ts";
import type { Event, Push } from "../../data/events.ts";
import type { LinkState } from "../../data/link-state.ts";
import type { LinkEvidence } from "../../data/restart/evidence.ts";
import type { Seen } from "../../data/restart/observation.ts";
import { RpcFailure } from "../probe.ts";

const RPC_TIMEOUT_MS = 2_000;
/** A gateway may greet before it answers. */
const RPC_AGAIN_MS = 50;

type Open = Extract<LinkState, { readonly phase: "open" }>;

const evidenceOf = ({ hello }: Open): LinkEvidence => ({
  bootId: hello.bootId,
  version: hello.version,
  processInstanceId: null,
  pid: null,
});

/** One request that every release answers, better where it also tells the process. Rejects with RpcFailure. */
async function askLink(link: LinkTap, open: Open): Promise<LinkEvidence> {
  const { methods } = open.hello;
  if (!methods.includes("system.info")) {
    await link.request("health", {}, RPC_TIMEOUT_MS);
    return evidenceOf(open);
  }
  const payload = await link.request("system.info", {}, RPC_TIMEOUT_MS);
  try {
    const { processInstanceId, pid } = decodeSystemInfo(payload);
    return { ...evidenceOf(open), processInstanceId, pid };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    // It answered, and that is what was asked; the rest stays unknown.
    return evidenceOf(open);
  }
}

/** What the gateway says over RPC while it goes; null for any other failure. */
export function drainingIn({ details, message }: RpcFailure): Extract<Seen, { readonly kind: "draining" }> | null {
  const going = details["reason"] === "gateway-restarting" || /during gateway restart/iu.test(message);
  return going ? { kind: "draining", from: "rpc" } : null;
}

const shutdownIn = (pushes: readonly Push[]): readonly Seen[] =>
  pushes.flatMap((push): readonly Seen[] =>
    push.push === "shutdown" ? [{ kind: "shutdown", of: push.announced.kind, expectedMs: push.announced.expectedMs }] : [],
  );

export type LinkWatch = { readonly stop: () => void };

/** Tells what comes from now on; a connection that is open already belongs to the boot before. */
export function watchLink({
  link,
  clock,
  saw,
}: {
  readonly link: LinkTap;
  readonly clock: Clock;
  readonly saw: (seen: Seen) => void;
}): LinkWatch {
  const again = createAlarm(clock);
  let open = openOf(link.state());
  let stopped = false;

  async function ask(greeted: Open): Promise<void> {
    try {
      const told = await askLink(link, greeted);
      if (open === greeted && !stopped) saw({ kind: "rpc", link: told });
    } catch (error) {
      if (!(error instanceof RpcFailure)) throw error;
      if (open === greeted && !stopped) again.set(() => void ask(greeted), RPC_AGAIN_MS);
    }
  }

  function heard(event: Event): void {
    if (event.type === "pushed") for (const seen of shutdownIn(event.pushes)) saw(seen);
    if (event.type !== "link") return;
    const before = open;
    open = openOf(event.link);
    if (before !== null && before.generation !== open?.generation) {
      again.clear();
      saw({ kind: "closed", code: event.link.phase === "waiting" ? event.link.code : null });
    }
    if (open !== null && before?.generation !== open.generation) {
      saw({ kind: "hello", link: evidenceOf(open) });
      void ask(open);
    }
  }

  const leave = link.listen(heard);
  return {
    stop: () => {
      stopped = true;
      again.clear();
      leave();
    },
  };
}

const openOf = (state: LinkState): Open | null => (state.phase === "open" ? state : null);
