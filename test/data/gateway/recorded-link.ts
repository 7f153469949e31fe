// A link whose events can be waited for, with decoders that keep what a test wants to see.
import type { Hello } from "../../../src/data/model/gateway.ts";
import type { Push } from "../../../src/data/events.ts";
import { createIdentity } from "../../../src/data/gateway/identity.ts";
import { createLink } from "../../../src/data/gateway/link.ts";
import type { Link, LinkEvent, LinkOptions } from "../../../src/data/gateway/link-options.ts";
import type { LinkState } from "../../../src/data/link-state.ts";
import { decodeHello } from "../../../src/data/gateway/decode/hello.ts";
import { decodePush } from "../../../src/data/gateway/decode/push.ts";

export const identity = createIdentity();

type Phase<P extends LinkState["phase"]> = Extract<LinkState, { readonly phase: P }>;

export type RecordedLink = {
  readonly link: Link;
  readonly events: readonly LinkEvent[];
  /** The first event since the last call that fits; waits for it. */
  readonly event: (fits: (event: LinkEvent) => boolean) => Promise<LinkEvent>;
  readonly phase: <P extends LinkState["phase"]>(phase: P) => Promise<Phase<P>>;
  readonly pushes: () => readonly Push[];
};

export function recordedLink(
  url: string,
  over: Partial<LinkOptions> & { readonly stopWhen?: (event: LinkEvent) => boolean } = {},
): RecordedLink {
  const events: LinkEvent[] = [];
  let read = 0;
  let wake: (() => void) | null = null;
  const link = createLink({
    url,
    credentials: { token: "secret-token" },
    identity,
    tlsFingerprint: null,
    instanceId: "instance-1",
    version: "0.1.0",
    now: Date.now,
    random: () => 0.5,
    decodeHello: (payload): Hello => decodeHello(payload),
    decodePush,
    batchMs: 5,
    ...over,
    onEvent: (event) => {
      events.push(event);
      if (over.stopWhen?.(event)) link.stop();
      wake?.();
    },
  });
  const event = async (fits: (event: LinkEvent) => boolean): Promise<LinkEvent> => {
    for (;;) {
      while (read < events.length) {
        const next = events[read];
        read += 1;
        if (next !== undefined && fits(next)) return next;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return {
    link,
    events,
    event,
    phase: async <P extends LinkState["phase"]>(phase: P) => {
      const found = await event((each) => each.type === "link" && each.link.phase === phase);
      return (found as Extract<LinkEvent, { type: "link" }>).link as Phase<P>;
    },
    pushes: () => events.flatMap((each) => (each.type === "pushed" ? each.pushes : [])),
  };
}
