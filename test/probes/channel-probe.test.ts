// The live probe over a real connection: what is asked, and what each kind of answer is told as.
import { afterEach, expect, test } from "vitest";
import type { LiveProbe } from "../../src/data/channels/account-watch.ts";
import { probeChannel } from "../../src/probes/channel-probe.ts";
import { answer, answeringGateway, refuse, type AnsweringGateway, type Reply } from "../actions/answering-gateway.ts";
import { captured } from "../support/fixture.ts";

const AT = 1_000_000;
const poll = { channel: "telegram", account: "poll" };
const opened: AnsweringGateway[] = [];

afterEach(async () => {
  for (const gateway of opened.splice(0)) await gateway.close();
});

async function probed(
  replies: readonly Reply[],
  place = poll,
): Promise<{ readonly told: readonly LiveProbe[]; readonly asked: readonly unknown[] }> {
  const gateway = await answeringGateway({ "channels.status": replies });
  opened.push(gateway);
  const { request } = await gateway.writer();
  const told = await probeChannel({ request, now: () => AT, release: "OpenClaw 2026.9.6" }, place);
  return { told, asked: gateway.asked.map(({ params }) => params) };
}

const board = (...accounts: readonly object[]): Reply => answer({ channelOrder: ["telegram"], channelAccounts: { telegram: accounts } });
const refusal = refuse({ code: "INVALID_REQUEST", message: "invalid channels.status params: at root: unexpected property 'channel'" });

test("asks for this channel only, and tells every account of it that was called", async () => {
  const { told, asked } = await probed([answer(captured("2026.9.6/channels/channels.status.probe-401"))]);
  expect(asked).toEqual([{ probe: true, channel: "telegram", timeoutMs: 5_000 }]);
  expect(told).toEqual([
    { at: AT, account: "telegram/hook", outcome: "failed", why: "401 Unauthorized", tookMs: 6 },
    { at: AT, account: "telegram/poll", outcome: "failed", why: "401 Unauthorized", tookMs: 7 },
  ]);
});

test("a release that does not know the channel is asked for all", async () => {
  const { told, asked } = await probed([refusal, board({ accountId: "poll", probe: { ok: true, latencyMs: 2_003 } })]);
  expect(asked).toEqual([
    { probe: true, channel: "telegram", timeoutMs: 5_000 },
    { probe: true, timeoutMs: 5_000 },
  ]);
  expect(told).toEqual([{ at: AT, account: "telegram/poll", outcome: "ok", why: null, tookMs: 2_003 }]);
});

test.each<[string, Reply, Partial<LiveProbe>]>([
  [
    "an account that is not called",
    board({ accountId: "poll", enabled: false }),
    { outcome: "unanswered", why: "the gateway did not probe it" },
  ],
  [
    "an account that is gone",
    board({ accountId: "hook", probe: { ok: true } }),
    { outcome: "unanswered", why: "the gateway does not name it" },
  ],
  ["a probe without a word", board({ accountId: "poll", probe: {} }), { outcome: "unanswered", why: "the gateway did not probe it" }],
  ["a probe that failed without a reason", board({ accountId: "poll", probe: { ok: false } }), { outcome: "failed", why: null }],
  [
    "a hostile reason",
    board({ accountId: "poll", probe: { ok: false, error: "\u001b[31mno\u0007\n" } }),
    { outcome: "failed", why: "no " },
  ],
  ["an answer that is none", answer({ nothing: true }), { outcome: "unanswered", why: "channels.status: channelAccounts is missing" }],
  [
    "a refusal",
    refuse({ code: "UNAVAILABLE", message: "gateway is draining" }),
    { outcome: "unanswered", why: "channels.status: gateway is draining" },
  ],
  [
    "a scope that was not granted",
    refuse({ code: "FORBIDDEN", message: "missing scope: operator.read" }),
    { outcome: "unanswered", why: expect.stringContaining("needs the scope operator.read") as string },
  ],
])("%s", async (_, reply, expected) => {
  const { told } = await probed([reply]);
  expect(told.find(({ account }) => account === "telegram/poll")).toMatchObject(expected);
});

test("a connection that is cut while the server is called", async () => {
  const { told } = await probed(["cut"]);
  expect(told).toMatchObject([{ account: "telegram/poll", outcome: "unanswered" }]);
});
