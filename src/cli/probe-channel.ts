// The key that calls a channel's server: asked once at a time for each account, told when asked and when answered.
import { channelSubject } from "../data/action/subject.ts";
import type { LiveProbe } from "../data/channels/account-watch.ts";
import type { Event } from "../data/events.ts";
import type { State } from "../data/state.ts";
import { latency } from "../data/units.ts";
import { probeChannel } from "../probes/channel-probe.ts";
import type { World } from "../probes/probe.ts";

export type ChannelProber = { readonly ask: (state: State) => void };

export type ProberOptions = Pick<World, "request" | "now"> & {
  readonly send: (event: Event) => void;
  /** A defect of ours: whatever a gateway does is an answer. */
  readonly onCrash: (error: unknown) => void;
};

/** A small screen has no room for the answer beside its account. */
function sentenceOf({ account, outcome, why, tookMs }: LiveProbe): { readonly text: string; readonly tone: "plain" | "warn" | "bad" } {
  const because = why === null ? "" : `: ${why}`;
  if (outcome === "ok")
    return { text: `the server of ${account} answers${tookMs === null ? "" : `, in ${latency(tookMs)}`}`, tone: "plain" };
  if (outcome === "failed") return { text: `the server of ${account} refuses or does not answer${because}`, tone: "bad" };
  return { text: `nothing is known of the server of ${account}${because}`, tone: "warn" };
}

export function createChannelProber({ request, now, send, onCrash }: ProberOptions): ChannelProber {
  const asking = new Set<string>();

  async function ask(key: string): Promise<void> {
    const slash = key.indexOf("/");
    const at = now();
    send({ type: "live-probe", at, probe: { at, account: key, outcome: "asking", why: null, tookMs: null } });
    const place = { channel: key.slice(0, slash), account: key.slice(slash + 1) };
    const probes = await probeChannel({ request, now, release: "this gateway" }, place);
    for (const probe of probes) send({ type: "live-probe", at: now(), probe });
    for (const probe of probes) if (probe.account === key) send({ type: "note", at: now(), ...sentenceOf(probe) });
  }

  return {
    ask: (state) => {
      const key = channelSubject(state);
      if (key === null || asking.has(key)) return;
      asking.add(key);
      ask(key)
        .catch(onCrash)
        .finally(() => asking.delete(key));
    },
  };
}
