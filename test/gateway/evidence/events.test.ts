// Board 5 on a real gateway: counts as its ring has them, one error rate for board and rule, webhooks that were turned away.
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryHome, type Home } from "../../support/program.ts";
import { endPtys, type Pty } from "../../support/pty.ts";
import { startGateway, type RealGateway } from "../gateway.ts";
import { look, shows } from "../look.ts";
import type { Payload, RawClient } from "../raw-client.ts";
import { atLeast, versionsUnderTest } from "../releases.ts";
import { frameOf, openBoard } from "./opened.ts";

const RUNS = 20;
const FAILING = "agent:main:failing";

type Record = { readonly seq: number; readonly ts: number; readonly type: string; readonly outcome?: string };

const ringOf = async (truth: RawClient): Promise<readonly Record[]> =>
  ((await truth.request("diagnostics.stability", { limit: 1_000 })) as { readonly events: readonly Record[] }).events;

async function ringWith(truth: RawClient, holds: (ring: readonly Record[]) => boolean, timeoutMs: number): Promise<readonly Record[]> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    const ring = await ringOf(truth);
    if (holds(ring)) return ring;
    await pause(250);
  }
  throw new Error(`the ring does not hold it after ${timeoutMs} ms`);
}

const count = (ring: readonly Record[], type: string): number => ring.filter((record) => record.type === type).length;

/** As the board and the rule count: the last five minutes. */
function failuresIn(ring: readonly Record[]): { readonly failed: number; readonly messages: number } {
  const recent = ring.filter(({ ts }) => ts > Date.now() - 300_000);
  const badly = recent.filter(({ type, outcome }) => type === "message.processed" && (outcome === "error" || outcome === "failed"));
  return {
    failed: count(recent, "model.call.error") + count(recent, "message.delivery.error") + badly.length,
    messages: Math.max(count(recent, "message.received"), count(recent, "message.processed")),
  };
}

describe.each(versionsUnderTest.filter((version) => atLeast(version, "2026.9.5")))("OpenClaw %s", (version) => {
  let gateway: RealGateway;
  let home: Home;
  let truth: RawClient;
  let board: Pty;

  beforeAll(async () => {
    home = temporaryHome();
    gateway = await startGateway(version, { telegram: true, hook: true, maxConcurrent: 2 });
    truth = await gateway.connect();
    board = await openBoard(gateway, home, "5");
  });

  afterAll(async () => {
    await endPtys();
    truth?.close();
    await gateway?.stop();
    home?.remove();
  });

  test("twenty runs are counted as the ring has them", async () => {
    for (let nth = 0; nth < RUNS; nth += 1) {
      const runId = await gateway.run(`agent:main:run${nth % 4}`, `hello ${nth}`);
      await truth.request("agent.wait", { runId, timeoutMs: 60_000 } satisfies Payload);
    }
    const ring = await ringWith(truth, (records) => count(records, "model.call.completed") >= RUNS, 30_000);
    const calls = count(ring, "model.call.completed");
    await board.until(shows(new RegExp(`model calls(?: \\S+)? +[\\d.–]+ +${calls} +0 `, "u")), 20_000, `${calls} model calls`);
    await board.until(shows(/model\.call\.completed/u), 10_000, "the records one by one");
  });

  test("webhooks with a wrong secret are told as lost: nothing else names them", async () => {
    const url = gateway.hookUrl ?? expect.fail("no account is called by webhook");
    for (let nth = 0; nth < 3; nth += 1) {
      const { status } = await fetch(url, { method: "POST", body: "{}", headers: { "x-telegram-bot-api-secret-token": "wrong" } });
      expect(status).toBe(401);
    }
    await ringWith(truth, (records) => count(records, "webhook.received") - count(records, "webhook.processed") === 3, 30_000);
    await board.until(shows(/webhooks.* 3 lost/u), 20_000, "three lost webhooks");
  });

  test("failures: the board's figure is the one the rule is judged by", async () => {
    await gateway.run(FAILING, "please [fail 429]");
    await ringWith(truth, (records) => count(records, "model.call.error") > 0, 60_000);
    await truth.request("sessions.abort", { key: FAILING });
    await gateway.idle(60_000);
    const said = ({ failed, messages }: ReturnType<typeof failuresIn>): string =>
      messages < 10 ? `${failed} failures? among ${messages} messages in 5m` : `fail: ${failed} of ${messages} in 5m`;
    // The ring goes on while it is read.
    await expect
      .poll(async () => shows(new RegExp(said(failuresIn(await ringOf(truth))), "u"))(board.screen()), { timeout: 20_000, interval: 200 })
      .toBe(true);
    const alerts = (await look(gateway, home)).alerts.filter(({ rule }) => rule === "error-rate");
    const { failed, messages } = failuresIn(await ringOf(truth));
    if (messages < 10) expect(alerts).toEqual([]);
    for (const { message } of alerts) expect(message).toContain(String(failed));
    expect(await frameOf(gateway, home, "events")).toMatch(/model\.call\.error/u);
  });
});

describe.each(versionsUnderTest.filter((version) => !atLeast(version, "2026.8.1")))("OpenClaw %s", (version) => {
  let gateway: RealGateway;
  let home: Home;

  beforeAll(async () => {
    home = temporaryHome();
    gateway = await startGateway(version);
  });

  afterAll(async () => {
    await endPtys();
    await gateway?.stop();
    home?.remove();
  });

  test("its board says what the release tells, or that it tells nothing", async () => {
    const runId = await gateway.run("agent:main:done", "hello");
    const truth = await gateway.connect();
    await truth.request("agent.wait", { runId, timeoutMs: 60_000 });
    const { methods } = truth.hello["features"] as { readonly methods: readonly string[] };
    truth.close();
    const board = await openBoard(gateway, home, "5");
    const told = methods.includes("diagnostics.stability") ? /model calls/u : /has no diagnostics\.stability/u;
    await board.until(shows(told), 20_000, String(told));
  });
});
