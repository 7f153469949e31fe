// A live probe against the demo's gateway: what a real one would say of the same accounts.
import { expect, test } from "vitest";
import { RpcFailure } from "../../src/data/gateway/rpc-failure.ts";
import type { ScenarioName } from "../../src/demo/scenarios.ts";
import { probeChannel } from "../../src/probes/channel-probe.ts";
import { withDemo, type Client } from "./client.ts";

type Failed = { readonly code: string; readonly message: string };

const requestOver = (client: Client) => async (method: string, params: unknown) => {
  const frame = await client.call(method, params);
  if (frame["ok"] === true) return frame["payload"];
  const { code, message } = frame["error"] as Failed;
  throw new RpcFailure(code, message, true);
};

test.each<[ScenarioName, string, string, readonly string[]]>([
  ["calm", "telegram", "poll", ["telegram/hook ok", "telegram/poll ok", "telegram/客服 ok"]],
  ["channel-down", "telegram", "poll", ["telegram/hook ok", "telegram/poll failed", "telegram/客服 ok"]],
  ["channel-down", "irc", "default", ["irc/default failed"]],
  ["old-gateway", "irc", "default", ["irc/default ok"]],
])("%s: the server of %s is called", (scenario, channel, account, told) =>
  withDemo({ scenario }, async (gateway, dial) => {
    const client = dial();
    await client.connect(gateway.token);
    const probes = await probeChannel({ request: requestOver(client), now: () => 0, release: "the demo" }, { channel, account });
    expect(probes.map((probe) => `${probe.account} ${probe.outcome}`)).toEqual(told);
  }),
);
