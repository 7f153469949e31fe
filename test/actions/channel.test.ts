import { afterEach, describe, expect, test } from "vitest";
import { performChannel, previewChannel, type ChannelRequest } from "../../src/actions/channel.ts";
import { RpcFailure } from "../../src/data/gateway/rpc-failure.ts";
import { captured } from "../support/fixture.ts";
import { openLink, waitingLink } from "../support/scene.ts";
import { answer, answeringGateway, refuse, type AnsweringGateway, type Reply } from "./answering-gateway.ts";
import { linkTo, parts } from "./parts.ts";

const request = (verb: ChannelRequest["verb"], channel = "telegram", account = "poll"): ChannelRequest => ({
  action: "channel",
  verb,
  channel,
  account,
});
const row = (channel: string, accountId: string, given: object = {}) => ({
  channel,
  row: { accountId, enabled: true, configured: true, running: true, connected: true, lifecycle: "ready", ...given },
});
const status = (...rows: readonly ReturnType<typeof row>[]) => ({
  channelAccounts: Object.fromEntries(
    [...new Set(rows.map(({ channel }) => channel))].map((channel) => [
      channel,
      rows.filter((one) => one.channel === channel).map((one) => one.row),
    ]),
  ),
});
const poll = (given: object = {}) => status(row("telegram", "poll", given), row("telegram", "hook"), row("irc", "default"));

describe("before it is done", () => {
  const preview = (given: ChannelRequest, board: unknown = poll(), state = openLink()) =>
    previewChannel(given, parts({ link: linkTo({ "channels.status": board }, state) }));

  test("a stop says that the next gateway restart starts it again, and what monitors will see", async () => {
    const { choice, warnings, access, workAt } = await preview(request("stop"));
    expect(choice).toMatchObject({
      label: "stop telegram/poll",
      precondition: { can: true },
      confirmation: { kind: "ask" },
      scope: "operator.admin",
    });
    expect(warnings.join("\n")).toMatch(/next restart starts the account again[^]*\/readyz answers 503 \(failing: telegram\)/u);
    expect(access).toBe("a second connection with operator.admin, closed afterwards");
    expect(workAt).not.toBeNull();
  });

  test("runs that answer over it are told before they lose it", async () => {
    expect((await preview(request("restart"), poll({ activeRuns: 2 }))).warnings).toEqual(["2 runs are answering over it now"]);
    expect((await preview(request("start"), poll({ activeRuns: 2 }))).warnings).toEqual([]);
  });

  test("a channel with one account needs no name, one with two does", async () => {
    expect((await preview(request("restart", "irc", ""))).choice).toMatchObject({
      label: "restart irc/default",
      precondition: { can: true },
    });
    expect((await preview(request("restart", "telegram", ""))).choice.precondition).toMatchObject({
      code: "WHICH_ACCOUNT",
      fix: "name one: telegram/poll, telegram/hook",
    });
  });

  test.each([
    ["start of one that runs", request("start"), poll(), "RUNNING", /runs already/u, 1],
    ["stop of one that is stopped", request("stop"), poll({ running: false, lifecycle: "stopped" }), "STOPPED", /stopped already/u, 1],
    ["one that is disabled", request("start"), poll({ enabled: false, running: false }), "DISABLED", /disabled/u, 1],
    ["one that is not configured", request("restart"), poll({ configured: false }), "UNCONFIGURED", /not configured/u, 1],
    ["an account nobody has", request("stop", "telegram", "zzz"), poll(), "UNKNOWN_ACCOUNT", /no account zzz/u, 1],
    ["a channel nobody has", request("stop", "nope"), poll(), "UNKNOWN_CHANNEL", /no channel nope/u, 1],
    [
      "channels that cannot be read",
      request("stop"),
      new RpcFailure("TIMEOUT", "channels.status: no answer within 5 s", true),
      "TIMEOUT",
      /no answer/u,
      69,
    ],
  ])("%s cannot be done, and it says why", async (_name, given, board, code, why, exit) => {
    expect((await preview(given, board)).choice.precondition).toMatchObject({
      can: false,
      code,
      why: expect.stringMatching(why) as string,
      exit,
    });
  });

  test("starting again what is blocked, recovering or stopped is what the key is for", async () => {
    for (const lifecycle of ["recovering", "blocked", "stopped"]) {
      const { choice } = await preview(request("start"), poll({ lifecycle, running: false, connected: false }));
      expect(choice.precondition).toEqual({ can: true });
    }
  });

  test.each([
    ["a gateway that is away", waitingLink({ why: "connection refused" }), { code: "NOT_CONNECTED", exit: 69 }],
    [
      "a release without the request",
      openLink(undefined, { version: "2026.3.23", methods: ["health"] }),
      { code: "UNKNOWN_METHOD", exit: 1 },
    ],
    [
      "a gateway that refused us",
      { phase: "refused", since: 0, refusal: { code: "AUTH_TOKEN_MISMATCH", why: "w", fix: "f" }, retryAt: null } as const,
      { code: "AUTH_TOKEN_MISMATCH", fix: "f", exit: 77 },
    ],
  ])("%s", async (_name, state, expected) => {
    expect((await preview(request("stop"), poll(), state)).choice.precondition).toMatchObject({ can: false, ...expected });
  });
});

describe("doing it", () => {
  let gateway: AnsweringGateway | null = null;
  afterEach(() => gateway?.close());

  async function perform(given: ChannelRequest, replies: Readonly<Record<string, readonly Reply[]>>, board: unknown = poll()) {
    gateway = await answeringGateway({ "channels.status": [answer(board)], ...replies });
    const given_ = parts({ openWriter: gateway.openWriter, link: linkTo({ "channels.status": board }) });
    const outcome = await performChannel(given, given_);
    return {
      outcome,
      steps: given_.progress.map(({ step }) => step),
      methods: gateway.asked.map(({ method }) => method),
      last: given_.progress.at(-1),
    };
  }
  const start = (name: string) => ({ "channels.start": [answer(captured(`2026.9.6/answers/${name}`))] });
  const stop = { "channels.stop": [answer(captured("2026.9.6/answers/channels.stop"))] };
  const stopped = poll({ running: false, connected: false, lifecycle: "stopped" });

  test.each([
    ["start", request("start"), start("channels.start"), poll(), true, "telegram/poll was started: ready"],
    ["start of what runs", request("start"), start("already-running"), poll(), true, "telegram/poll: it runs already"],
    [
      "start of what is disabled",
      request("start"),
      start("disabled-account"),
      stopped,
      false,
      "telegram/poll was not started: it is disabled in the configuration",
    ],
    [
      "start of an account nobody has",
      request("start", "telegram", "zzz"),
      start("err.unknown-account"),
      poll(),
      false,
      "telegram/zzz was not started: it is not configured",
    ],
    [
      "start that ends blocked",
      request("start"),
      start("channels.start"),
      poll({ lifecycle: "blocked", running: false }),
      false,
      "telegram/poll was started: blocked: it needs new credentials",
    ],
    ["stop", request("stop"), stop, stopped, true, "telegram/poll is stopped, until somebody starts it or the gateway restarts"],
    [
      "stop that did not",
      request("stop"),
      { "channels.stop": [answer({ stopped: false })] },
      poll(),
      false,
      "telegram/poll was asked to stop and still runs",
    ],
    ["restart", request("restart"), { ...stop, ...start("channels.start") }, poll(), true, "telegram/poll was stopped and started: ready"],
    [
      "restart of what then does not start",
      request("restart"),
      { ...stop, "channels.start": [answer({ started: false, outcome: { status: "skipped", reason: "secret-unavailable" } })] },
      stopped,
      false,
      "telegram/poll was stopped and did not start again: a secret it needs cannot be read",
    ],
  ])("%s", async (_name, given, replies, board, done, sentence) => {
    const { outcome, steps } = await perform(given, replies, board);
    expect(outcome).toMatchObject({ kind: "channel", done, sentence });
    expect(steps).toEqual(["connecting", "asked", "checking", "over"]);
  });

  test("a restart waits for the stop, and asks again while its last steps are under way", async () => {
    const stopping = answer({ started: false, outcome: { status: "retry", reason: "stop-in-flight" } });
    const { outcome, methods } = await perform(request("restart"), {
      ...stop,
      "channels.start": [stopping, stopping, answer({ started: true, outcome: { status: "handed-off" } })],
    });
    expect(methods).toEqual(["channels.stop", "channels.start", "channels.start", "channels.start", "channels.status"]);
    expect(outcome.done).toBe(true);
  });

  test("an account that takes its time is looked at until it is ready, and told as starting when it takes too long", async () => {
    const starting = answer(poll({ lifecycle: "starting", connected: false }));
    const soon = await perform(request("start"), { ...start("channels.start"), "channels.status": [starting, starting, answer(poll())] });
    expect(soon.outcome.sentence).toBe("telegram/poll was started: ready");
    await gateway?.close();
    const late = await perform(request("start"), { ...start("channels.start"), "channels.status": [starting] });
    expect(late.outcome).toMatchObject({
      done: true,
      sentence: "telegram/poll was started: still starting",
      outcome: { lifecycle: "starting" },
    });
  });

  test("a release that tells no outcome", async () => {
    const { outcome } = await perform(request("start"), {
      "channels.start": [answer({ started: true })],
      "channels.status": [refuse({ code: "UNAVAILABLE", message: "not now" })],
    });
    expect(outcome).toMatchObject({ done: true, outcome: { start: null, lifecycle: null }, sentence: "telegram/poll was started" });
  });

  test.each([
    [
      "a channel nobody has",
      refuse({ code: "INVALID_REQUEST", message: "invalid channels.stop channel" }),
      { code: "INVALID_REQUEST", exit: 1 },
    ],
    [
      "too many changes",
      refuse({ code: "UNAVAILABLE", message: "rate limit exceeded for channels.stop; retry after 60s" }),
      { code: "RATE_LIMITED", exit: 1 },
    ],
    ["no right", refuse({ code: "FORBIDDEN", message: "missing scope: operator.admin" }), { code: "MISSING_SCOPE", exit: 77 }],
    [
      "a gateway that is restarting",
      refuse({ code: "UNAVAILABLE", message: "m", details: { reason: "gateway-restarting" } }),
      { code: "gateway-restarting", exit: 69 },
    ],
  ])("%s: not done, and why", async (_name, reply, expected) => {
    const { outcome, last } = await perform(request("stop"), { "channels.stop": [reply] });
    expect(outcome).toMatchObject({
      kind: "failed",
      done: false,
      sent: true,
      sentence: expect.stringMatching(/^could not stop telegram\/poll: /u) as string,
      ...expected,
    });
    expect(last).toMatchObject({ step: "over", outcome });
  });

  test("asked, and the connection is cut: nobody knows, and it says so", async () => {
    const { outcome } = await perform(request("stop"), { "channels.stop": ["cut"] });
    expect(outcome).toMatchObject({
      code: "LINK_CLOSED",
      sent: true,
      sentence: expect.stringMatching(/^nobody knows whether/u) as string,
      exit: 69,
    });
  });

  test("stopped, and the start is lost: it says which half was done", async () => {
    const { outcome } = await perform(request("restart"), { ...stop, "channels.start": ["cut"] });
    expect(outcome.sentence).toMatch(/start telegram\/poll again after it was stopped/u);
  });

  test("the right is not given: nothing was asked, and the way to it", async () => {
    const given = parts();
    expect(await performChannel(request("stop"), given)).toMatchObject({
      kind: "failed",
      sent: false,
      fix: "openclaw devices approve r",
      exit: 77,
    });
    expect(given.progress.map(({ step }) => step)).toEqual(["connecting", "over"]);
  });

  test("a channel without an account named is the one it has", async () => {
    const board = status(row("irc", "default", { running: false, lifecycle: "stopped" }));
    await perform(request("stop", "irc", ""), stop, board);
    expect(gateway?.asked[0]).toMatchObject({ method: "channels.stop", params: { channel: "irc", accountId: "default" } });
  });
});
