// Asks, through the gateway, whether a channel's server answers. Only when a person wants it: the gateway then calls that server for
// every account of the channel.
import type { LiveProbe } from "../data/channels/account-watch.ts";
import { decodeChannels } from "../data/gateway/decode/channels.ts";
import { accountKey, type ChannelAccount } from "../data/model/channels.ts";
import { explain } from "./outcome.ts";
import { RpcFailure, type World } from "./probe.ts";

const METHOD = "channels.status";
/** What the gateway may wait for one server; IRC takes 2 s to be sure. */
const SERVER_MS = 5_000;
const CHANNEL_PROBE_MS = 8_000;

type Asking = Pick<World, "request" | "now"> & { readonly release: string };

/** Releases up to 2026.5 know no `channel`: they call the servers of all. */
async function ask({ request }: Asking, channel: string): Promise<unknown> {
  try {
    return await request(METHOD, { probe: true, channel, timeoutMs: SERVER_MS }, CHANNEL_PROBE_MS);
  } catch (error) {
    if (!(error instanceof RpcFailure) || !error.message.includes(`invalid ${METHOD} params`)) throw error;
    return request(METHOD, { probe: true, timeoutMs: SERVER_MS }, CHANNEL_PROBE_MS);
  }
}

function told(account: ChannelAccount, at: number, tookMs: number): LiveProbe {
  const { probe } = account;
  const known = { at, account: accountKey(account), tookMs: probe?.tookMs ?? tookMs };
  if (probe === null || probe.ok === null) return { ...known, outcome: "unanswered", why: "the gateway did not probe it" };
  if (probe.ok) return { ...known, outcome: "ok", why: null };
  const why = [probe.status === null ? null : String(probe.status), probe.error].filter((part) => part !== null).join(" ");
  return { ...known, outcome: "failed", why: why === "" ? null : why };
}

/** One result for each account of the channel that was probed, that of `account` always among them. Never rejects. */
export async function probeChannel(
  asking: Asking,
  { channel, account }: { readonly channel: string; readonly account: string },
): Promise<readonly LiveProbe[]> {
  const began = asking.now();
  const wanted = accountKey({ channel, account });
  const nothing = (why: string): LiveProbe => ({
    at: asking.now(),
    account: wanted,
    outcome: "unanswered",
    why,
    tookMs: asking.now() - began,
  });
  try {
    const { accounts } = decodeChannels(await ask(asking, channel));
    const at = asking.now();
    const results = accounts
      .filter((one) => one.channel === channel && (one.probe !== null || accountKey(one) === wanted))
      .map((one) => told(one, at, at - began));
    return results.some((one) => one.account === wanted) ? results : [...results, nothing("the gateway does not name it")];
  } catch (error) {
    return [nothing(explain(error, METHOD, asking.release).why)];
  }
}
