import { afterEach, describe, expect, test } from "vitest";
import { askRestart, type RestartAsk } from "../../src/actions/rpc/ask-restart.ts";
import { captured } from "../support/fixture.ts";
import { answer, answeringGateway, refuse, type AnsweringGateway, type Reply } from "./answering-gateway.ts";

const METHOD = "gateway.restart.request";
const TARGETED = { methods: [METHOD], capabilities: ["gateway-restart-target-safe-v1"] };
const target = { pid: 6365, ownerId: "f407a073-b181-490c-836e-c8694aa3ff09", port: 19140 };
const graceful: RestartAsk = { id: "3f9a2c" };
const forced: RestartAsk = { ...graceful, force: { target, drainBudgetMs: 3_000 } };

let gateway: AnsweringGateway | null = null;
afterEach(() => gateway?.close());

async function ask(reply: Reply, given: RestartAsk = graceful, features: object = TARGETED, timeoutMs?: number) {
  gateway = await answeringGateway({ [METHOD]: [reply] }, features);
  return askRestart(await gateway.writer(), given, timeoutMs);
}
const paramsSent = () => gateway?.asked.map(({ params }) => params);

describe("what is asked", () => {
  test("a graceful restart: only who asks, by the run's id", async () => {
    await ask(answer({ ok: true, status: "scheduled" }));
    expect(paramsSent()).toEqual([{ reason: "gatetop 3f9a2c" }]);
  });

  test("bounded force: this boot alone, with the time running work is given", async () => {
    const asked = await ask(answer(captured("2026.9.6/answers/restart-targeted")), forced);
    expect(paramsSent()).toEqual([{ reason: "gatetop 3f9a2c", target, restartIntent: { waitMs: 3_000 } }]);
    expect(asked).toMatchObject({ kind: "answered", answer: { status: "emitted", pid: 6365 } });
  });

  test("no time at all is the shortest there is: none would mean to wait for ever", async () => {
    await ask(answer({ ok: true, status: "emitted" }), { ...graceful, force: { target, drainBudgetMs: 0 } });
    expect(paramsSent()).toMatchObject([{ restartIntent: { waitMs: 1 } }]);
  });

  test.each([
    ["a release without the request (2026.3.23)", graceful, { methods: ["health"], capabilities: [] }, "UNKNOWN_METHOD"],
    [
      "force of a release that would ignore the limit and wait (2026.7.1)",
      forced,
      { methods: [METHOD], capabilities: [] },
      "NO_DRAIN_BUDGET",
    ],
  ])("%s is not asked at all", async (_name, given, features, code) => {
    expect(await ask("silence", given, features)).toMatchObject({ kind: "unanswered", sent: false, code });
    expect(paramsSent()).toEqual([]);
  });
});

describe("what comes back", () => {
  test.each([
    ["2026.9.6/answers/restart-deferred", { status: "deferred", delayMs: 0, signal: "SIGUSR2" }],
    ["2026.9.6/answers/restart-coalesced", { status: "coalesced" }],
    ["2026.7.1/restart-answer", { status: "scheduled", delayMs: 27_816, signal: "SIGUSR1" }],
  ])("%s", async (name, expected) => {
    expect(await ask(answer(captured(name)))).toMatchObject({ kind: "answered", answer: expected });
  });

  const unavailable = (message: string, details: object) =>
    refuse({ code: "UNAVAILABLE", message, retryable: true, retryAfterMs: 1_000, details });
  test.each([
    ["the connection is cut after it was sent", "cut" as const, { code: "LINK_CLOSED", sent: true }],
    ["an answer in other words", answer({ ok: true, status: "maybe" }), { code: "BAD_ANSWER", sent: true }],
    [
      "a restart is going on",
      unavailable(`${METHOD} unavailable during gateway restart`, { reason: "gateway-restarting", phase: "accepting" }),
      { code: "gateway-restarting", sent: true },
    ],
    ["the gateway is suspended", unavailable("m", { reason: "gateway-suspending" }), { code: "gateway-suspending", sent: true }],
    [
      "too many requests",
      unavailable(`rate limit exceeded for ${METHOD}; retry after 60s`, { limit: "30 per 60s" }),
      { code: "RATE_LIMITED" },
    ],
    [
      "another boot is there already",
      refuse({ code: "INVALID_REQUEST", message: "target gateway no longer owns the active lock" }),
      { code: "STALE_TARGET", sent: true },
    ],
    [
      "no right to it",
      refuse({ code: "FORBIDDEN", message: "missing scope: operator.admin", details: { code: "MISSING_SCOPE" } }),
      { code: "MISSING_SCOPE" },
    ],
    ["no right to it, older", refuse({ code: "INVALID_REQUEST", message: "missing scope: operator.admin" }), { code: "MISSING_SCOPE" }],
    [
      "a release that lists no methods and has none",
      refuse({ code: "INVALID_REQUEST", message: `unknown method: ${METHOD}` }),
      { code: "UNKNOWN_METHOD" },
    ],
  ])("%s", async (_name, reply, expected) => {
    const asked = await ask(reply, reply === "cut" ? graceful : forced);
    expect(asked).toMatchObject({ kind: "unanswered", ...expected });
    expect(gateway?.asked).toHaveLength(1);
  });

  test("no answer in time: it was sent, and nobody knows", async () => {
    expect(await ask("silence", graceful, TARGETED, 50)).toMatchObject({ kind: "unanswered", code: "TIMEOUT", sent: true });
  });
});
