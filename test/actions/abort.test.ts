import { afterEach, describe, expect, test } from "vitest";
import { performAbort, previewAbort, type AbortRequest } from "../../src/actions/abort.ts";
import { captured } from "../support/fixture.ts";
import { openLink, waitingLink } from "../support/scene.ts";
import { answer, answeringGateway, refuse, type AnsweringGateway, type Reply } from "./answering-gateway.ts";
import { linkTo, parts } from "./parts.ts";

const request: AbortRequest = { action: "abort", sessionKey: "agent:main:a", runId: null };
const task = (taskId: string, state: string, sessionKey = "agent:main:a") => ({
  taskId,
  sessionKey,
  status: "running",
  execution: { state },
});
const tasks = { tasks: [task("1", "running"), task("2", "queued"), task("3", "queued"), task("4", "queued", "agent:main:b")] };
const newest = ["sessions.abort", "chat.abort", "tasks.list"];

describe("before it is done", () => {
  const preview = (methods: readonly string[], answers: Readonly<Record<string, unknown>> = { "tasks.list": tasks }) =>
    previewAbort(request, parts({ link: linkTo(answers, openLink(undefined, { methods })) }));

  test("what waits behind it in its session, and nobody else's", async () => {
    const { choice, access, workAt } = await preview(newest);
    expect(choice).toMatchObject({
      does: "aborts what runs in agent:main:a; 2 queued behind it go on at once",
      precondition: { can: true },
      confirmation: { kind: "ask" },
      scope: "operator.write",
    });
    expect(access).toBe("a second connection with operator.write, closed afterwards");
    expect(workAt).not.toBeNull();
  });

  test.each([
    ["a release without tasks", ["sessions.abort"], {}],
    ["a list that does not come", newest, {}],
  ])("%s: uncounted is said as such", async (_name, methods, answers) => {
    const { choice, workAt } = await preview(methods, answers);
    expect(choice.does).toMatch(/could not be counted/u);
    expect(choice.precondition).toEqual({ can: true });
    expect(workAt).toBeNull();
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

  test("a run is aborted, and those behind it are counted", async () => {
    const outcome = await perform(newest, { "sessions.abort": [answer(captured("2026.9.6/answers/sessions.abort"))] });
    expect(outcome).toMatchObject({
      kind: "abort",
      done: true,
      sentence: "the run in agent:main:a was aborted; 2 queued behind it go on",
      outcome: { status: "aborted", runId: "k17951665462434otp", queuedBehind: 2 },
    });
    expect(gateway?.asked.at(-1)).toMatchObject({ method: "sessions.abort", params: { key: "agent:main:a" } });
  });

  test("one run among others, by its id", async () => {
    await perform(newest, { "sessions.abort": [answer({ status: "aborted" })] }, { ...request, runId: "r9" });
    expect(gateway?.asked.at(-1)?.params).toEqual({ key: "agent:main:a", runId: "r9" });
  });

  test("a release that only knows the older request", async () => {
    const outcome = await perform(["chat.abort"], { "chat.abort": [answer({ aborted: true, runIds: ["r1"] })] });
    expect(gateway?.asked.map(({ method, params }) => [method, params])).toEqual([["chat.abort", { sessionKey: "agent:main:a" }]]);
    expect(outcome).toMatchObject({ done: true, outcome: { runId: "r1", queuedBehind: null } });
  });

  test("nothing ran: that is no success", async () => {
    const outcome = await perform(newest, { "sessions.abort": [answer({ ok: true, abortedRunId: null, status: "no-active-run" })] });
    expect(outcome).toMatchObject({ kind: "abort", done: false, sentence: "nothing was running in agent:main:a" });
  });

  test.each([
    ["the session of another agent", refuse({ code: "INVALID_REQUEST", message: "runId does not match session" }), { sent: true, exit: 1 }],
    ["the connection is cut", "cut" as const, { code: "LINK_CLOSED", sent: true, exit: 69 }],
  ])("%s", async (_name, reply, expected) => {
    expect(await perform(newest, { "sessions.abort": [reply] })).toMatchObject({ kind: "failed", done: false, ...expected });
  });
});
