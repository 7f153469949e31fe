// Account snapshots captured from real gateways, one row a change: what channels.status said, and when.
import { readFileSync } from "node:fs";
import { decodeChannels } from "../../../src/data/gateway/decode/channels.ts";
import type { ChannelAccount } from "../../../src/data/model/channels.ts";

export type CapturedRow = { readonly at: number; readonly key: string; readonly account: ChannelAccount };

type Line = { readonly t: string; readonly k: string; readonly a: object };

/** Oldest first. */
export function capturedRows(name: string): readonly CapturedRow[] {
  const text = readFileSync(new URL(`../../fixtures/channels/${name}.jsonl`, import.meta.url), "utf8");
  return text
    .trim()
    .split("\n")
    .flatMap((line): readonly CapturedRow[] => {
      const { t, k, a } = JSON.parse(line) as Line;
      const channel = k.slice(0, k.indexOf("/"));
      const [account] = decodeChannels({ channelOrder: [channel], channelAccounts: { [channel]: [a] } }).accounts;
      return account === undefined ? [] : [{ at: Date.parse(t), key: k, account }];
    });
}
