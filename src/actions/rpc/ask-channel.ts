// Starts, stops or restarts one channel account, and looks what became of it.
import type { Clock, Writer } from "../../data/action/ports.ts";
import type { ActionOutcome, ChannelOutcome } from "../../data/action/outcome.ts";
import type { ChannelVerb } from "../../data/action/request.ts";
import { decodeChannels } from "../../data/gateway/decode/channels.ts";
import { decodeChannelStart, decodeChannelStop, type ChannelStarted } from "../../data/gateway/decode/channel-answer.ts";
import { channelState, type ChannelState } from "../../data/model/channels.ts";
import { channelSentence } from "../words.ts";
import { failed, failureOf } from "./failure.ts";

type ChannelAsk = { readonly verb: ChannelVerb; readonly channel: string; readonly account: string };

/** A channel's own shutdown may take its connection's time-out. */
const ANSWER_MS = 20_000;
const LOOK_MS = 5_000;
/** How long an account may take to be what was asked for before it is told as it is. */
const SETTLE_MS = 5_000;
const LOOK_EVERY_MS = 250;

const unsettled: ReadonlySet<ChannelState> = new Set(["starting", "offline", "unknown"]);

/** `checking` is called when the gateway has answered, and the account is looked at. Rejects for nothing a gateway does. */
export async function askChannel(
  writer: Writer,
  { verb, channel, account }: ChannelAsk,
  clock: Clock,
  checking: () => void = () => {},
): Promise<ActionOutcome> {
  const params = { channel, accountId: account };
  const wait = (): Promise<void> => new Promise((resolve) => void clock.set(resolve, LOOK_EVERY_MS));
  const until = (ms: number): (() => boolean) => {
    const end = clock.monotonicMs() + ms;
    return () => clock.monotonicMs() < end;
  };

  const start = async (): Promise<ChannelStarted> => {
    const mayWait = until(SETTLE_MS);
    for (;;) {
      const answer = decodeChannelStart(await writer.request("channels.start", params, ANSWER_MS));
      // The stop was answered, and its last steps are still under way.
      if (answer.start?.reason !== "stop-in-flight" || !mayWait()) return answer;
      await wait();
    }
  };

  const look = async (): Promise<ChannelState | null> => {
    try {
      const board = decodeChannels(await writer.request("channels.status", {}, LOOK_MS));
      const row = board.accounts.find((one) => one.channel === channel && one.account === account);
      return row === undefined ? null : channelState(row);
    } catch (error) {
      // A look that fails takes nothing back of what was done.
      failureOf(error);
      return null;
    }
  };
  /** What it is once it has settled; null when nobody can say. */
  const settled = async (): Promise<ChannelState | null> => {
    const mayWait = until(SETTLE_MS);
    for (;;) {
      const state = await look();
      if (state === null || !unsettled.has(state) || !mayWait()) return state;
      await wait();
    }
  };

  let stopped: boolean | null = null;
  try {
    if (verb !== "start") stopped = decodeChannelStop(await writer.request("channels.stop", params, ANSWER_MS));
    const answer = verb === "stop" || stopped === false ? null : await start();
    checking();
    const lifecycle = await settled();
    const told: ChannelOutcome = {
      verb,
      channel,
      account,
      stopped,
      started: answer?.started ?? null,
      start: answer?.start ?? null,
      lifecycle,
    };
    return { kind: "channel", done: isDone(told), sentence: channelSentence(told), outcome: told };
  } catch (error) {
    const subject =
      verb === "restart" && stopped === true ? `start ${channel}/${account} again after it was stopped` : `${verb} ${channel}/${account}`;
    return failed(subject, failureOf(error));
  }
}

function isDone({ verb, stopped, started, start, lifecycle }: ChannelOutcome): boolean {
  if (verb !== "start" && stopped !== true) return false;
  if (verb === "stop") return true;
  if (start === null) return started === true;
  if (start.status === "retry") return start.reason === "task-owned";
  return start.status === "handed-off" && lifecycle !== "blocked";
}
