import { afterEach, describe, expect, test } from "vitest";
import { performAbort, previewAbort, type AbortRequest } from "../../src/actions/abort.ts";
import type { OpenWriter } from "../../src/data/action/ports.ts";
import { captured } from "../support/fixture.ts";
import { openLink, waitingLink } from "../support/scene.ts";
import { answer, answeringGateway, refuse, type AnsweringGateway, type Reply } from "./answering-gateway.ts";
import { linkTo, nobodyOpens, parts } from "./parts.ts";

const request: AbortRequest = { action: "abort", sessionKey: "agent:main:a", runId: null };
const task = (runId: string, state: string, given: object = {}) => ({
  taskId: `t-${runId}`,
  runId,
  sessionKey: "agent:main:a",
  status: "running",
  execution: { state },
  ...given,
});
// A run that was just accepted is called unknown; one that is over stays in the list.
const tasks = {
  tasks: [
    task("r3", "unknown"),
    task("r2", "queued"),
    task("r1", "running", { startedAt: 5 }),
    task("r0", "finished", { status: "completed" }),
    task("b1", "queued", { sessionKey: "agent:main:b" }),
  ],
};
const ofAChannel = { tasks: [task("b1", "running", { sessionKey: "agent:main:b" })] };
const behindAChannel = { tasks: [task("r2", "queued")] };
const newest = ["sessions.abort", "chat.abort", "tasks.list"];

describe("before it is done", () => {
  const preview = (methods: readonly string[], answers: Readonly<Record<string, unknown>> = { "tasks.list": tasks }, given = request) =>
    previewAbort(given, parts({ link: linkTo(answers, openLink(undefined, { methods })) }));

  test("the run that runs, by its name, and what waits behind it in its session and nobody else's", async () => {
    const { choice, access, workAt } = await preview(newest);
    expect(choice).toMatchObject({
      does: "aborts run r1 in agent:main:a; 2 queued behind it go on at once",
      precondition: { can: true },
      confirmation: { kind: "ask" },
      scope: "operator.write",
    });
    expect(access).toBe(
      "a second connection with operator.write, closed afterwards; with operator.admin when another client started the run",
    );
    expect(workAt).not.toBeNull();
  });

  test.each([
    ["a run of a channel, which has no name", newest, { "tasks.list": ofAChannel }, /messages that wait behind it go on$/u],
    ["such a run, and a client's behind it", newest, { "tasks.list": behindAChannel }, /, and 1 more that has not begun/u],
    ["a release without tasks", ["sessions.abort"], {}, /perhaps what is queued there/u],
    ["a list that does not come", newest, {}, /perhaps what is queued there/u],
    ["nothing behind it", newest, { "tasks.list": { tasks: [task("r1", "running")] } }, /; nothing is queued behind it$/u],
  ])("%s: what will be lost is said", async (_name, methods, answers, does) => {
    const { choice } = await preview(methods, answers);
    expect(choice.does).toMatch(does);
    expect(choice.precondition).toEqual({ can: true });
  });

  test("a release that cannot abort, and a gateway that is away", async () => {
    expect((await preview(["health"])).choice.precondition).toMatchObject({ can: false, code: "UNKNOWN_METHOD" });
    const away = await previewAbort(request, parts({ link: linkTo({}, waitingLink()) }));
    expect(away.choice.precondition).toMatchObject({ can: false, code: "NOT_CONNECTED", exit: 69 });
  });
});

describe("doing it", () => {
  let gateway: AnsweringGateway | null = null;
  afterEach(() => gateway?.close());
  async function perform(methods: readonly string[], replies: Readonly<Record<string, readonly Reply[]>>, given = request) {
    gateway = await answeringGateway({ "tasks.list": [answer(tasks)], ...replies }, { methods });
    return performAbort(given, parts({ openWriter: gateway.openWriter }));
  }
  const aborted = { "sessions.abort": [answer(captured("2026.9.6/answers/sessions.abort"))] };

  test("one run is aborted by its name, so that those behind it go on", async () => {
    expect(await perform(newest, aborted)).toMatchObject({
      kind: "abort",
      done: true,
      sentence: "the run in agent:main:a was aborted; 2 queued behind it go on",
      outcome: { status: "aborted", queuedBehind: 2 },
    });
    expect(gateway?.asked.at(-1)).toMatchObject({ method: "sessions.abort", params: { key: "agent:main:a", runId: "r1" } });
  });

  test("the run the person chose", async () => {
    await perform(newest, aborted, { ...request, runId: "r9" });
    expect(gateway?.asked.at(-1)?.params).toEqual({ key: "agent:main:a", runId: "r9" });
  });

  test.each([
    ["a channel's run", ofAChannel, "the run in agent:main:a was aborted"],
    ["a channel's run, with a client's behind it", behindAChannel, "what ran in agent:main:a was aborted, and 1 more that had not begun"],
  ])("%s is aborted by its session", async (_name, list, sentence) => {
    expect(await perform(newest, { ...aborted, "tasks.list": [answer(list)] })).toMatchObject({
      done: true,
      sentence,
      outcome: { queuedBehind: null },
    });
    expect(gateway?.asked.at(-1)?.params).toEqual({ key: "agent:main:a" });
  });

  test("a release that only knows the older request", async () => {
    const outcome = await perform(["chat.abort"], { "chat.abort": [answer({ aborted: true, runIds: ["r1"] })] });
    expect(gateway?.asked.map(({ method, params }) => [method, params])).toEqual([["chat.abort", { sessionKey: "agent:main:a" }]]);
    expect(outcome).toMatchObject({
      done: true,
      sentence: expect.stringMatching(/does not tell what was queued/u) as string,
      outcome: { runId: "r1" },
    });
  });

  test("nothing ran: that is no success", async () => {
    const outcome = await perform(newest, { "sessions.abort": [answer({ ok: true, abortedRunId: null, status: "no-active-run" })] });
    expect(outcome).toMatchObject({ kind: "abort", done: false, sentence: "nothing was running in agent:main:a" });
  });

  const unauthorized = refuse({ code: "INVALID_REQUEST", message: "unauthorized" });

  test("another client's run takes more: asked for with the least right first, then with admin, told once", async () => {
    gateway = await answeringGateway(
      { "tasks.list": [answer(tasks)], "sessions.abort": [unauthorized, ...aborted["sessions.abort"]] },
      { methods: newest },
    );
    const scopes: string[] = [];
    const { openWriter } = gateway;
    const given = parts({ openWriter: (scope, ms) => (scopes.push(scope), openWriter(scope, ms)) });
    expect(await performAbort(request, given)).toMatchObject({ kind: "abort", done: true });
    expect(scopes).toEqual(["operator.write", "operator.admin"]);
    expect(given.progress.filter(({ step }) => step === "over")).toHaveLength(1);
  });

  test("another client's run, and admin is not to be had: nothing was aborted, and the way to it", async () => {
    gateway = await answeringGateway({ "tasks.list": [answer(tasks)], "sessions.abort": [unauthorized] }, { methods: newest });
    const { openWriter } = gateway;
    const onlyWrite: OpenWriter = (scope, ms) => (scope === "operator.write" ? openWriter(scope, ms) : nobodyOpens(scope, ms));
    expect(await performAbort(request, parts({ openWriter: onlyWrite }))).toMatchObject({
      kind: "failed",
      fix: "openclaw devices approve r",
      exit: 77,
    });
  });

  test.each([
    ["the session of another agent", refuse({ code: "INVALID_REQUEST", message: "runId does not match session" }), { sent: true, exit: 1 }],
    ["the connection is cut", "cut" as const, { code: "LINK_CLOSED", sent: true, exit: 69 }],
  ])("%s", async (_name, reply, expected) => {
    expect(await perform(newest, { "sessions.abort": [reply] })).toMatchObject({ kind: "failed", done: false, ...expected });
  });
});
