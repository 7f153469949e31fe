// `gatetop channel start|stop|restart CHANNEL[/ACCOUNT]`: which account is meant, preview, confirmation, outcome, exit code.
import { RpcFailure } from "../../data/gateway/rpc-failure.ts";
import { decodeChannels } from "../../data/gateway/decode/channels.ts";
import type { ActionOutcome } from "../../data/action/outcome.ts";
import type { ActionRequest, Preview } from "../../data/action/request.ts";
import { harmless } from "../../data/harmless.ts";
import type { ChannelAccount } from "../../data/model/channels.ts";
import { cell, toneOf } from "../../data/select/cell.ts";
import { marks } from "../../ui/theme.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { nearest } from "../nearest.ts";
import type { ChannelWords } from "../words.ts";
import { refusedExit } from "../refused.ts";
import { isInterruption } from "./interruption.ts";
import { refuse, type Desk } from "./desk.ts";
import { goAhead } from "./go-ahead.ts";
import { previewRows } from "./preview-rows.ts";
import { answeredAtLast } from "./settled.ts";

const ASK_TIMEOUT_MS = 5_000;

type No = { readonly why: string; readonly fix: string | null; readonly exit: ExitCode };
type Named = { readonly channel: string; readonly account: string };

export async function channelCommand(desk: Desk): Promise<number> {
  const { options, actor, target, link, teller, output } = desk;
  const words = options.channel;
  if (words === null) throw new Error("the command channel comes with its words");
  const named = await Promise.race([accountMeant(desk, words), desk.interrupted]);
  if (isInterruption(named)) return named.code;
  if ("why" in named) {
    refuse(desk, named);
    return named.exit;
  }
  const request: ActionRequest = { action: "channel", verb: words.verb, ...named };
  const preview = await Promise.race([actor.preview(request), desk.interrupted]);
  if (isInterruption(preview)) return preview.code;
  teller.rows(previewRows(`${words.verb} ${named.channel}/${named.account}`, preview, target, link.state()));

  const report = (outcome: ActionOutcome | null): Promise<void> =>
    options.json ? output.out(`${JSON.stringify(channelJson(desk, words, named, preview, outcome), null, 2)}\n`) : Promise.resolve();
  const stopped = await goAhead(desk, preview, () => report(null));
  if (stopped !== null) return stopped;
  const ended = await Promise.race([actor.perform(preview), desk.interrupted]);
  if (isInterruption(ended)) {
    actor.leave(ended.interrupted);
    output.err(`gatetop: left before there was an answer; what was asked for may still be done\n`);
    return ended.code;
  }
  const mark = ended.done ? "ok" : "bad";
  teller.rows([[], [cell(`${marks[mark]} `, toneOf[mark]), cell(ended.sentence, "strong")], ...fixRows(ended)]);
  await report(ended);
  if (ended.done) return exitCodes.done;
  return ended.kind === "failed" ? ended.exit : exitCodes.failed;
}

const fixRows = (outcome: ActionOutcome) =>
  outcome.kind === "failed" && outcome.fix !== null ? [[cell("  "), cell(outcome.fix, "accent")]] : [];

/** The account of that name, or the only one the channel has. */
async function accountMeant(desk: Desk, { channel, account }: ChannelWords): Promise<Named | No> {
  const { link, target } = desk;
  await answeredAtLast(desk);
  const state = link.state();
  if (state.phase === "refused") return { ...state.refusal, exit: refusedExit(state.refusal) };
  if (state.phase !== "open") {
    const why = state.phase === "waiting" ? state.why : "it did not answer in time";
    return { why: `the gateway at ${target.url} cannot be reached: ${why}`, fix: null, exit: exitCodes.unreachable };
  }
  let accounts: readonly ChannelAccount[];
  try {
    ({ accounts } = decodeChannels(await link.request("channels.status", {}, ASK_TIMEOUT_MS)));
  } catch (error) {
    if (!(error instanceof RpcFailure)) throw error;
    return { why: `which channels there are is not known: ${harmless(error.message)}`, fix: null, exit: exitCodes.unreachable };
  }
  return chosen(accounts, channel, account);
}

const nameOf = ({ channel, account }: Named): string => `${channel}/${account}`;

/** Exported for its table of cases. */
export function chosen(accounts: readonly Named[], channel: string, account: string | null): Named | No {
  const ofChannel = accounts.filter((one) => one.channel === channel);
  const [only] = ofChannel;
  if (account === null && only !== undefined && ofChannel.length === 1) return { channel, account: only.account };
  if (account === null && ofChannel.length > 1)
    return {
      why: `${channel} has ${ofChannel.length} accounts: ${ofChannel.map(nameOf).join(", ")}`,
      fix: "name one of them",
      exit: exitCodes.usage,
    };
  const found = ofChannel.find((one) => one.account === account);
  if (found !== undefined) return { channel, account: found.account };
  const wanted = account === null ? channel : `${channel}/${account}`;
  const names = accounts.map(nameOf);
  const meant = nearest(wanted, names);
  const known = names.length === 0 ? "the gateway has no channel accounts" : `there are ${names.join(", ")}`;
  return {
    why: `the gateway has no channel account ${wanted}`,
    fix: meant === null ? known : `did you mean ${meant}?`,
    exit: exitCodes.usage,
  };
}

/** Schema gatetop-channel/1. */
function channelJson(
  { options, target, journalKept }: Desk,
  { verb }: ChannelWords,
  named: Named,
  preview: Preview,
  ended: ActionOutcome | null,
) {
  const { precondition, does, scope } = preview.choice;
  const none = { can: precondition.can, code: null, why: null, fix: null };
  return {
    schema: "gatetop-channel/1",
    verb,
    ...named,
    target: { url: target.url, name: target.name, local: target.local },
    dryRun: options.dryRun,
    choice: { ...none, ...precondition, does, scope },
    warnings: preview.warnings,
    done: ended?.done ?? null,
    sentence: ended?.sentence ?? null,
    outcome: ended?.kind === "channel" ? ended.outcome : null,
    failure: ended?.kind === "failed" ? { code: ended.code, sent: ended.sent, fix: ended.fix } : null,
    journal: ended !== null && journalKept(),
  };
}
