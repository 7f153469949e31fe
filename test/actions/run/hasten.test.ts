// A restart that waits for running work, and a person who does not: the same run goes on, sooner.
import { afterEach, beforeEach, expect, test } from "vitest";
import { acting } from "./acting.ts";
import { playedGateway, type PlayedGateway } from "./played-gateway.ts";

let gateway: PlayedGateway;
let rig: Awaited<ReturnType<typeof acting>>;
beforeEach(async () => {
  gateway = await playedGateway();
  rig = await acting(gateway);
  const work = { safe: false, counts: { totalActive: 1 }, blockers: [{ kind: "embedded-run", count: 1, message: "1 run" }] };
  gateway.replies["gateway.restart.preflight"] = () => ({ payload: work });
  gateway.replies["gateway.restart.request"] = ({ params }) => ({
    payload:
      params["target"] === undefined
        ? { ok: true, status: "deferred", preflight: work, restart: { ok: true, delayMs: 0 } }
        : { ok: true, status: "emitted", pid: process.pid },
  });
});
afterEach(async () => {
  rig.close();
  await gateway.close();
});

const requests = () => gateway.askedFor("gateway.restart.request").map(({ params }) => params);

async function deferred() {
  const run = rig.actor.restart(await rig.preview("graceful"));
  await rig.until(() => rig.runs().some(({ phase, forcedAtMs }) => phase === "waiting" && forcedAtMs !== null));
  return run;
}

async function restarts(): Promise<void> {
  gateway.announce("gateway restarting");
  await rig.milestone("shutdown announced");
  await gateway.leave(1012);
  await rig.milestone("port down");
  await gateway.listen("started");
}

test("a bounded force hastens the run that waits: one run, one proof, both requests in the journal", async () => {
  const { id, done } = await deferred();
  const force = rig.actor.restart(await rig.preview("force"));
  expect(force.id).toBe(id);
  await rig.until(() => requests().length === 2);
  expect(requests()[1]).toMatchObject({ reason: `gatetop ${id}`, target: { ownerId: "owner-1" } });
  await restarts();
  const run = await done;
  expect(run.verdict?.kind).toBe("proved-in-process");
  expect(await force.done).toBe(run);
  expect(rig.entries.map(({ entry, request }) => [entry, request.action === "restart" && request.aim])).toEqual([
    ["began", "graceful"],
    ["began", "force"],
    ["ended", "graceful"],
    ["ended", "force"],
  ]);
});

test("pressed twice it is asked once", async () => {
  await deferred();
  const preview = await rig.preview("force");
  rig.actor.restart(preview);
  rig.actor.restart(preview);
  await rig.until(() => requests().length === 2);
  await restarts();
  await rig.milestone("hello");
  expect(requests()).toHaveLength(2);
});

test("a refused force is told, the restart goes on waiting, and it may be tried again", async () => {
  await deferred();
  const graceful = gateway.replies["gateway.restart.request"];
  gateway.replies["gateway.restart.request"] = () => ({ error: { code: "UNAVAILABLE", message: "rate limit exceeded" } });
  rig.actor.restart(await rig.preview("force"));
  const note = await rig.until(() => rig.events.find((event) => event.type === "note"));
  expect(note).toMatchObject({ text: expect.stringContaining("it goes on waiting"), tone: "bad" });
  expect(rig.runs().at(-1)).toMatchObject({ phase: "waiting", verdict: null });
  if (graceful !== undefined) gateway.replies["gateway.restart.request"] = graceful;
  rig.actor.restart(await rig.preview("force"));
  await rig.until(() => requests().length === 3);
  expect(rig.entries.map(({ entry, request }) => [entry, request.action === "restart" && request.aim])).toEqual([
    ["began", "graceful"],
    ["began", "force"],
    ["ended", "force"],
    ["began", "force"],
  ]);
  expect(rig.entries[2]).toMatchObject({ outcome: { kind: "failed", done: false, sentence: expect.stringContaining("rate limit") } });
});

test("without anything that waits a second request is the one that is on", async () => {
  gateway.replies["gateway.restart.request"] = () => ({ payload: { ok: true, status: "scheduled", restart: { ok: true, delayMs: 0 } } });
  const first = rig.actor.restart(await rig.preview("graceful"));
  await rig.milestone("accepted");
  gateway.announce("gateway restarting");
  await rig.milestone("shutdown announced");
  expect(rig.actor.restart(await rig.preview("force")).id).toBe(first.id);
  await gateway.leave(1012);
  await rig.milestone("port down");
  await gateway.listen("started");
  await first.done;
  expect(requests()).toHaveLength(1);
});
