// Start, stop and restart of one channel account: when it makes sense, what it means, and doing it.
import type { ActionOutcome } from "../data/action/outcome.ts";
import type { ActionRequest, ChannelVerb, Precondition, Preview } from "../data/action/request.ts";
import { decodeChannels } from "../data/gateway/decode/channels.ts";
import { accountKey, channelState, type ChannelAccount, type ChannelBoard } from "../data/model/channels.ts";
import { accessWords, cannot, knows, openHello, overWriter, type Cannot, type SmallParts } from "./over-writer.ts";
import { askChannel } from "./rpc/ask-channel.ts";
import { failureOf } from "./rpc/failure.ts";

export type ChannelRequest = Extract<ActionRequest, { readonly action: "channel" }>;

const SCOPE = "operator.admin";
const LOOK_MS = 5_000;

const does: { readonly [V in ChannelVerb]: (name: string) => string } = {
  start: (name) => `starts ${name} now, whatever the gateway's own restarts of it are waiting for`,
  stop: (name) => `stops ${name} until somebody starts it or the gateway restarts`,
  restart: (name) => `stops ${name} and starts it again; other channels are not touched`,
};

const stopWarnings = (channel: string): readonly string[] => [
  "a stop does not outlive the gateway: its next restart starts the account again",
  `while it is stopped /readyz answers 503 (failing: ${channel}), which monitors take for a gateway that is not ready`,
];

/** `account` "" means the only one the channel has. */
function accountIn(board: ChannelBoard, { channel, account }: ChannelRequest): ChannelAccount | Cannot {
  const inChannel = board.accounts.filter((one) => one.channel === channel);
  const names = (accounts: readonly ChannelAccount[]): string => accounts.map(accountKey).slice(0, 20).join(", ");
  if (inChannel.length === 0) {
    return cannot("UNKNOWN_CHANNEL", `the gateway has no channel ${channel}`, `one of: ${names(board.accounts) || "none is configured"}`);
  }
  const [only] = inChannel;
  if (account === "" && only !== undefined && inChannel.length === 1) return only;
  if (account === "") return cannot("WHICH_ACCOUNT", `${channel} has ${inChannel.length} accounts`, `name one: ${names(inChannel)}`);
  const found = inChannel.find((one) => one.account === account);
  return found ?? cannot("UNKNOWN_ACCOUNT", `${channel} has no account ${account}`, `one of: ${names(inChannel)}`);
}

const off: Readonly<Record<string, Cannot>> = {
  disabled: cannot("DISABLED", "it is disabled in the configuration", "enable it in openclaw.json, then start it"),
  unconfigured: cannot("UNCONFIGURED", "it is not configured", "openclaw channels add on the gateway's host"),
};

function preconditionOf(verb: ChannelVerb, account: ChannelAccount): Precondition {
  const state = channelState(account);
  const name = accountKey(account);
  const never = off[state];
  if (never !== undefined) return never;
  if (verb === "start" && state === "ready") return cannot("RUNNING", "it runs already", `gatetop channel restart ${name}`);
  if (verb === "stop" && state === "stopped") return cannot("STOPPED", "it is stopped already", `gatetop channel start ${name}`);
  return { can: true };
}

const methodsFor: { readonly [V in ChannelVerb]: readonly string[] } = {
  start: ["channels.start"],
  stop: ["channels.stop"],
  restart: ["channels.stop", "channels.start"],
};

type Looked = { readonly account: ChannelAccount; readonly at: number } | Cannot;

async function lookAt(request: ChannelRequest, { link, clock }: SmallParts): Promise<Looked> {
  const hello = openHello(link.state());
  if ("can" in hello) return hello;
  if (!methodsFor[request.verb].every((method) => knows(hello, method))) {
    return cannot(
      "UNKNOWN_METHOD",
      `OpenClaw ${hello.version} cannot ${request.verb} one channel`,
      "restart the gateway, or update OpenClaw",
    );
  }
  try {
    const account = accountIn(decodeChannels(await link.request("channels.status", {}, LOOK_MS)), request);
    return "can" in account ? account : { account, at: clock.now() };
  } catch (error) {
    const { code, why } = failureOf(error);
    return cannot(code, `the channels could not be looked at: ${why}`, "ask again in a moment", 69);
  }
}

export async function previewChannel(request: ChannelRequest, parts: SmallParts): Promise<Preview> {
  const { verb, channel } = request;
  const looked = await lookAt(request, parts);
  const seen = "can" in looked ? null : looked;
  const name = seen === null ? [channel, request.account].filter((part) => part !== "").join("/") : accountKey(seen.account);
  const busy = seen?.account.activeRuns ?? 0;
  return {
    choice: {
      request,
      label: `${verb} ${name}`,
      does: does[verb](name),
      precondition: "can" in looked ? looked : preconditionOf(verb, looked.account),
      confirmation: { kind: "ask" },
      scope: SCOPE,
    },
    interrupts: [],
    warnings: [
      ...(verb === "stop" ? stopWarnings(channel) : []),
      ...(verb !== "start" && busy > 0 ? [`${busy} ${busy === 1 ? "run is" : "runs are"} answering over it now`] : []),
    ],
    underWay: null,
    access: accessWords(SCOPE),
    workAt: seen?.at ?? null,
  };
}

/** Looks again which account is meant, because the preview may be old. */
export async function performChannel(request: ChannelRequest, parts: SmallParts): Promise<ActionOutcome> {
  const { verb, channel, account } = request;
  const looked = account === "" ? await lookAt(request, parts) : null;
  if (looked !== null && "can" in looked) {
    const { code, why, fix, exit } = looked;
    return { kind: "failed", done: false, sentence: `nothing was asked of the gateway: ${why}`, fix, code, sent: false, exit };
  }
  const ask = { verb, channel, account: looked?.account.account ?? account };
  return overWriter(parts, { action: "channel", subject: accountKey(ask), scopes: [SCOPE] }, (writer, checking) =>
    askChannel(writer, ask, parts.clock, checking),
  );
}
