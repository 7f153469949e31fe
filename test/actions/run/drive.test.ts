import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { RestartRun } from "../../../src/data/restart/run.ts";
import { stoppedWorld } from "../../probes/local/stand-in.ts";
import { acting } from "./acting.ts";
import { playedGateway, type PlayedGateway } from "./played-gateway.ts";

type Acting = Awaited<ReturnType<typeof acting>>;

let gateway: PlayedGateway;
let rig: Acting;
beforeEach(async () => {
  gateway = await playedGateway();
  rig = await acting(gateway);
});
afterEach(async () => {
  rig.close();
  await gateway.close();
});

/** From the announcement to serving again, each step when the one before was seen. */
async function restarts(): Promise<void> {
  gateway.announce("gateway restarting");
  await rig.milestone("shutdown announced");
  await rig.milestone("draining");
  await gateway.leave(1012);
  await rig.milestone("port down");
  await gateway.listen("silent");
  await rig.milestone("port up");
  gateway.become("starting");
  await rig.milestone("http");
  gateway.become("started");
}

const names = (run: RestartRun): readonly string[] => run.milestones.map(({ name }) => name);
const phases = (): readonly string[] => [...new Set(rig.runs().map(({ phase }) => phase))];
const seen = (run: RestartRun, kind: string) => run.seen.find((observation) => observation.seen.kind === kind)?.seen;

describe("a restart of an idle gateway", () => {
  test("is proved, step by step, over our own reconnect, and recorded before and after", async () => {
    const { id, done } = rig.actor.restart(await rig.preview("graceful"));
    await rig.milestone("accepted");
    expect(rig.entries.map(({ entry }) => entry)).toEqual(["began"]);
    await restarts();
    const run = await done;

    expect(run.verdict).toMatchObject({ kind: "proved-in-process", sentence: expect.stringContaining("restarted") });
    expect(names(run)).toEqual([
      "requested",
      "accepted",
      "shutdown announced",
      "draining",
      "closed",
      "port down",
      "port up",
      "http",
      ...names(run).slice(8),
    ]);
    expect(names(run).slice(8).toSorted()).toEqual(["hello", "ready", "startupz", "telegram/poll back"]);
    expect(phases()).toEqual(["asked", "draining", "down", "booting", "settling", "over"]);
    expect([run.before.link?.bootId, run.after.link?.bootId]).toEqual(["boot-1", "boot-2"]);
    expect([run.before.lock?.ownerId, run.after.lock?.ownerId]).toEqual(["owner-1", "owner-2"]);
    expect(run.channels.get("telegram/poll")?.backMs).toBeGreaterThan(0);
    expect(gateway.askedFor("gateway.restart.request").map(({ params }) => params)).toEqual([{ reason: `gatetop ${id}` }]);

    expect(rig.entries.map((entry) => [entry.entry, entry.id])).toEqual([
      ["began", id],
      ["ended", id],
    ]);
    expect(rig.entries[1]).toMatchObject({ verdict: run.verdict, milestones: run.milestones, target: { version: "2026.9.6" } });
    expect(rig.link.tap.state().phase).toBe("open");
    expect(rig.waiting.size).toBe(0);
  });

  test("our own link knocks the moment the port answers and when the gateway serves, not when the back-off says", async () => {
    const knocks: (string | undefined)[] = [];
    const { retryNow } = rig.link.tap;
    const { done } = rig.actor.restart(await rig.preview("graceful"));
    Object.assign(rig.link.tap, { retryNow: () => (knocks.push(rig.runs().at(-1)?.milestones.at(-1)?.name), retryNow()) });
    await rig.milestone("accepted");
    await restarts();
    const run = await done;
    expect(knocks).toEqual(["port up", "http", "startupz"]);
    const at = (name: string): number => run.milestones.find((milestone) => milestone.name === name)?.ms ?? Number.NaN;
    expect(at("hello") - at("startupz")).toBeLessThan(500);
    expect((run.verdictMs ?? Number.NaN) - at("startupz")).toBeLessThan(1_000);
  });

  test("a second restart meanwhile is the one that is on", async () => {
    const preview = await rig.preview("graceful");
    const first = rig.actor.restart(preview);
    const second = rig.actor.restart(preview);
    expect(second.id).toBe(first.id);
    await rig.milestone("accepted");
    await restarts();
    expect(await second.done).toBe(await first.done);
    expect(gateway.askedFor("gateway.restart.request")).toHaveLength(1);
    const third = rig.actor.restart(await rig.preview("graceful"));
    expect(third.id).not.toBe(first.id);
    await rig.until(() => rig.runs().some(({ id, milestones }) => id === third.id && milestones.some(({ name }) => name === "accepted")));
  });
});

test("a process that the kernel has stopped is asked nothing before it is acted on", async () => {
  const stopped = await acting(gateway, stoppedWorld(process.pid));
  const asked = gateway.askedFor("channels.status").length;
  const { id } = stopped.actor.restart(await stopped.preview("graceful"));
  await stopped.until(() => stopped.entries.some((entry) => entry.id === id));
  expect(gateway.askedFor("channels.status")).toHaveLength(asked);
  stopped.close();
});

describe("a request", () => {
  test("that was sent and not answered is said as such, and what is seen afterwards decides", async () => {
    gateway.replies["gateway.restart.request"] = () => "cut";
    const { done } = rig.actor.restart(await rig.preview("graceful"));
    await rig.until(() => gateway.askedFor("gateway.restart.request").length === 1);
    await rig.milestone("requested");
    await restarts();
    const run = await done;
    expect(seen(run, "unanswered")).toMatchObject({ sent: true, code: "LINK_CLOSED" });
    expect(run.verdict?.kind).toBe("proved-in-process");
  });

  test.each([
    ["refused", { code: "UNAVAILABLE", message: "rate limit exceeded for gateway.restart.request" }, "request-refused"],
    ["not allowed", { code: "FORBIDDEN", message: "missing scope: operator.admin", details: { code: "MISSING_SCOPE" } }, "not-permitted"],
  ])("that is %s is over at once", async (_, error, why) => {
    gateway.replies["gateway.restart.request"] = () => ({ error });
    const run = await rig.actor.restart(await rig.preview("graceful")).done;
    expect(run.verdict).toMatchObject({ kind: "not-restarted", why });
    expect(rig.entries.map(({ entry }) => entry)).toEqual(["began", "ended"]);
    expect(rig.waiting.size).toBe(0);
  });

  test("that never could be sent: the gateway was gone before", async () => {
    const preview = await rig.preview("graceful");
    await gateway.leave(1006);
    const run = await rig.actor.restart(preview).done;
    expect(run.verdict).toMatchObject({ kind: "not-restarted", why: "request-not-sent", fix: expect.stringContaining("gatetop --once") });
    expect(names(run)).toEqual([]);
  });

  test("that waits for work is counted down, and left undecided when the person's patience is over", async () => {
    const work = { safe: false, counts: { totalActive: 1 }, blockers: [{ kind: "embedded-run", count: 1, message: "1 run" }] };
    gateway.replies["gateway.restart.preflight"] = () => ({ payload: work });
    gateway.replies["gateway.restart.request"] = () => ({
      payload: { ok: true, status: "deferred", preflight: work, restart: { ok: true, delayMs: 0 } },
    });
    const run = await rig.actor.restart(await rig.preview("graceful"), 3_000).done;
    expect(run.verdict).toMatchObject({ kind: "still-deferred", work: 1 });
    expect(rig.runs().some(({ phase, forcedAtMs }) => phase === "waiting" && forcedAtMs !== null)).toBe(true);
    expect(run.after.link?.bootId ?? "boot-1").toBe("boot-1");
    expect(rig.waiting.size).toBe(0);
  });
});

describe("leaving", () => {
  test("half-way is recorded once, with how far it came, and nothing goes on", async () => {
    const { id, done } = rig.actor.restart(await rig.preview("graceful"));
    await rig.milestone("accepted");
    gateway.announce("gateway restarting");
    await rig.milestone("shutdown announced");
    rig.actor.leave("the terminal was closed");
    rig.actor.leave("the terminal was closed");
    expect((await done).verdict).toBeNull();
    expect(rig.entries.map(({ entry }) => entry)).toEqual(["began", "left"]);
    expect(rig.entries[1]).toMatchObject({
      id,
      why: "the terminal was closed",
      milestones: expect.arrayContaining([expect.objectContaining({ name: "shutdown announced" })]),
    });
    expect(rig.waiting.size).toBe(0);
  });

  test("while only channels are waited for keeps the verdict", async () => {
    const { done } = rig.actor.restart(await rig.preview("graceful"));
    await rig.milestone("accepted");
    await restarts();
    await rig.until(() => rig.runs().some(({ phase }) => phase === "settling"));
    rig.actor.leave("quit");
    const { verdict } = await done;
    expect(verdict?.kind).toBe("proved-in-process");
    expect(rig.entries.map(({ entry }) => entry)).toEqual(["began", "ended"]);
    expect(rig.entries[1]).toMatchObject({ verdict });
  });

  test("without anything under way records nothing", () => {
    rig.actor.leave("quit");
    expect(rig.entries).toEqual([]);
  });
});

describe("a journal that cannot be kept", () => {
  test("is told, and the restart goes on", async () => {
    rig.close();
    rig = await acting(gateway, { journal: { append: () => "the disk is full" } });
    const { done } = rig.actor.restart(await rig.preview("graceful"));
    await rig.milestone("accepted");
    await restarts();
    expect((await done).verdict?.kind).toBe("proved-in-process");
    expect(rig.events.flatMap((event) => (event.type === "note" ? [event.text] : []))).toEqual(["the disk is full", "the disk is full"]);
  });
});

describe("read-only", () => {
  test("every preview says why, and what was confirmed elsewhere is not sent", async () => {
    const allowed = await rig.preview("graceful");
    const channel = await rig.actor.preview({ action: "channel", verb: "stop", channel: "telegram", account: "poll" });
    rig.close();
    rig = await acting(gateway, { readonly: "--readonly" });
    expect(rig.actor.readonly).toBe("--readonly");
    expect((await rig.preview("graceful")).choice.precondition).toMatchObject({
      can: false,
      exit: 77,
      why: expect.stringContaining("--readonly"),
    });
    const before = gateway.asked.length;
    expect((await rig.actor.restart(allowed).done).verdict).toMatchObject({ kind: "not-restarted" });
    expect(await rig.actor.perform(channel)).toMatchObject({ kind: "failed", sent: false, exit: 77 });
    expect(gateway.asked.slice(before)).toEqual([]);
    expect(rig.entries).toEqual([]);
  });
});
