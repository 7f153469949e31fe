import { describe, expect, test } from "vitest";
import type { Event } from "../../../src/data/events.ts";
import { decodeHello } from "../../../src/data/gateway/decode/hello.ts";
import { RpcFailure } from "../../../src/data/gateway/rpc-failure.ts";
import type { LinkState } from "../../../src/data/link-state.ts";
import { page, watching } from "./watching.ts";

const hello = (bootId: string, methods: readonly string[]) =>
  decodeHello({ server: { version: "2026.9.6", bootId }, protocol: 4, features: { methods } });
const open = (generation: number, methods: readonly string[] = ["system.info", "health"]): LinkState => ({
  phase: "open",
  since: 0,
  generation,
  hello: hello(`boot-${generation}`, methods),
});
const waiting = (code: number | null): LinkState => ({
  phase: "waiting",
  since: 0,
  retryAt: 0,
  attempt: 1,
  why: "",
  code,
  announced: null,
});
const heard = (link: LinkState): Event => ({ type: "link", at: 0, link });
const shutdown: Event = {
  type: "pushed",
  at: 0,
  pushes: [{ push: "tick" }, { push: "shutdown", announced: { at: 0, kind: "restart", expectedMs: 1_500, reason: "gateway restarting" } }],
};

const gaps = (times: readonly number[]): readonly number[] => times.slice(1).map((ms, i) => ms - (times[i] ?? 0));

describe("what is looked at", () => {
  test("of an old boot that still answers: one of its two pages every 50 ms, never its port", async () => {
    const rig = watching();
    await rig.pass(500);
    const pages = [...rig.times("/startupz"), ...rig.times("/readyz")].toSorted((a, b) => a - b);
    expect(new Set(gaps(pages))).toEqual(new Set([50]));
    expect(rig.times("port")).toEqual([]);
  });

  test("of one that closed: its port every 25 ms until nothing listens, then until something does, then HTTP", async () => {
    const rig = watching({ link: open(1) });
    await rig.pass(100);
    rig.hear(heard(waiting(1012)));
    await rig.pass(100);
    rig.script.http = (path) => page(path, { outcome: "failed", httpStatus: null, status: null, uptimeMs: null });
    rig.script.port = () => ({ kind: "port", open: false, why: "refused" });
    await rig.pass(200);
    const down = rig.times("port").length;
    expect(new Set(gaps(rig.times("port")))).toEqual(new Set([25]));
    expect(rig.times("/healthz")).toEqual([]);
    rig.script.port = () => ({ kind: "port", open: true, why: null });
    rig.script.http = (path) => page(path, { outcome: "silent", httpStatus: null, status: null, uptimeMs: null });
    await rig.pass(100);
    expect(rig.times("port").length).toBe(down + 1);
    expect(rig.times("/healthz").length).toBeGreaterThan(1);
    expect(rig.of("port").map((port) => port.open)).toEqual([true, false, true]);
  });

  test("one look of a kind at a time, however long it takes", async () => {
    const rig = watching();
    let answer = (): void => {};
    rig.script.http = (path) =>
      path === "/readyz" ? page(path) : new Promise((resolve) => (answer = () => resolve(page(path, { outcome: "silent" }))));
    await rig.pass(1_000);
    expect(rig.times("/startupz")).toHaveLength(1);
    answer();
    await rig.pass(50);
    expect(rig.times("/startupz")).toHaveLength(2);
  });

  test("a page a release does not have is asked for once", async () => {
    const rig = watching();
    rig.script.http = (path) => page(path, path === "/startupz" ? { outcome: "not-json", status: null } : {});
    await rig.pass(500);
    expect(rig.times("/startupz")).toHaveLength(1);
    expect(rig.times("/readyz").length).toBeGreaterThan(3);
  });

  test("while it waits for work: /readyz and the work now and then, the moment nothing is left closely again", async () => {
    const rig = watching({ link: open(1), run: { phase: "waiting", forcedAtMs: 300_000, workLeft: 2 } });
    rig.script.rpc = () => ({ safe: false, counts: { totalActive: 2 }, blockers: [{ kind: "embedded-run", count: 2, message: "2 runs" }] });
    await rig.pass(4_000);
    expect(rig.times("/readyz").length).toBeLessThanOrEqual(9);
    expect(rig.times("rpc gateway.restart.preflight").length).toBeLessThanOrEqual(3);
    expect(rig.of("work")).toEqual([
      { kind: "work", left: 2, safe: false, blockers: [{ kind: "embedded-run", count: 2, message: "2 runs" }] },
    ]);
    rig.become({ workLeft: 0 });
    const before = rig.times("/readyz").length;
    await rig.pass(1_000);
    expect(rig.times("/readyz").length - before).toBeGreaterThan(7);
  });

  test("after a signal nobody answers to: the log, and whether work keeps it waiting", async () => {
    const rig = watching({ aim: "signal", link: open(1) });
    rig.script.log = () => [{ kind: "log", said: "signal-ignored", run: null }];
    rig.script.rpc = () => ({ safe: true, counts: { totalActive: 0 }, blockers: [] });
    await rig.pass(1_500);
    expect(rig.of("log")).toEqual([{ kind: "log", said: "signal-ignored", run: null }]);
    expect(rig.of("work")).toEqual([{ kind: "work", left: 0, safe: true, blockers: [] }]);
  });

  test("a gateway that refuses because it goes says so", async () => {
    const rig = watching({ link: open(1), run: { phase: "waiting", workLeft: 1 } });
    rig.script.rpc = (method) => new RpcFailure("UNAVAILABLE", `${method}: gateway method unavailable during gateway restart`, true);
    await rig.pass(100);
    expect(rig.of("draining")).toEqual([{ kind: "draining", from: "rpc" }]);
  });

  test("channels while they come back, each change once", async () => {
    const rig = watching({ link: open(1), run: { phase: "settling" } });
    const account = (lifecycle: string) => ({
      channelAccounts: {
        telegram: [
          { accountId: "poll", lifecycle },
          { accountId: "other", lifecycle },
        ],
      },
    });
    rig.script.rpc = () => account("starting");
    await rig.pass(1_200);
    rig.script.rpc = () => account("ready");
    await rig.pass(600);
    expect(rig.of("channel")).toEqual([
      { kind: "channel", account: "telegram/poll", up: false, state: "starting" },
      { kind: "channel", account: "telegram/poll", up: true, state: "ready" },
    ]);
  });

  test("where the boot table cannot be read the log is asked who wanted it, before the answer that proves, until it says", async () => {
    const rig = watching({ link: open(1) });
    await rig.pass(20);
    expect(rig.times("log")).toEqual([]);
    const anonymous = { kind: "log", said: "restarting", run: null } as const;
    const ours = { kind: "log", said: "restarting", run: "3f9a2c" } as const;
    rig.script.log = () => [anonymous, ours];
    rig.hear(heard(waiting(1012)));
    rig.hear(heard(open(2)));
    await rig.pass(10);
    const told = rig.seen.map(({ seen }) => seen).filter(({ kind }) => kind === "log" || kind === "rpc");
    expect(told.map(({ kind }) => kind)).toEqual(["log", "log", "rpc"]);
    expect(told).toContainEqual(ours);
    const looked = rig.times("log").length;
    rig.become({ seen: [{ ms: 1, at: 1, seen: ours }] });
    await rig.pass(1_000);
    expect(rig.times("log")).toHaveLength(looked);
    expect(rig.times("boots").length).toBeGreaterThan(looked);
  });

  test("what stays as it is is told once, and once more when the gateway is another", async () => {
    const rig = watching();
    const lock = { path: "/l", pid: 12, startTicks: 5, ownerId: "one", createdAt: 1, port: 2 };
    rig.script.lock = () => ({ kind: "lock", lock });
    await rig.pass(1_000);
    expect(rig.of("lock")).toHaveLength(1);
    rig.script.http = (path) => page(path, { uptimeMs: 400 });
    await rig.pass(1_000);
    expect(rig.of("lock").length).toBeGreaterThan(1);
  });
});

describe("what the link tells", () => {
  test("announcement, close with its code, the next greeting and its first answer, in this order", async () => {
    const rig = watching({ link: open(1) });
    await rig.pass(20);
    rig.seen.length = 0;
    rig.hear(shutdown);
    rig.hear(heard(waiting(1012)));
    rig.hear(heard(waiting(1012)));
    rig.hear(heard(open(2)));
    await rig.pass(0.1);
    const linked = rig.seen.map(({ seen }) => seen).filter(({ kind }) => ["shutdown", "closed", "hello", "rpc"].includes(kind));
    expect(linked).toEqual([
      { kind: "shutdown", of: "restart", expectedMs: 1_500 },
      { kind: "closed", code: 1012 },
      { kind: "hello", link: { bootId: "boot-2", version: "2026.9.6", processInstanceId: null, pid: null } },
      { kind: "rpc", link: { bootId: "boot-2", version: "2026.9.6", processInstanceId: "instance-1", pid: 12 } },
    ]);
  });

  test("a boot that greets before it answers is asked until it does", async () => {
    const rig = watching({ link: waiting(1006) });
    let asked = 0;
    rig.script.rpc = (method) => {
      asked += 1;
      return asked < 4 ? new RpcFailure("UNAVAILABLE", `${method}: gateway starting`, true) : { pid: 12 };
    };
    rig.hear(heard(open(1)));
    await rig.pass(300);
    expect(rig.of("rpc")).toHaveLength(1);
    expect(asked).toBe(4);
  });

  test("a release without system.info proves with health that it answers", async () => {
    const rig = watching({ link: waiting(null) });
    rig.hear(heard(open(1, ["health"])));
    await rig.pass(10);
    expect(rig.times("rpc health")).toHaveLength(1);
    expect(rig.of("rpc")).toEqual([{ kind: "rpc", link: { bootId: "boot-1", version: "2026.9.6", processInstanceId: null, pid: null } }]);
  });

  test("the answer of a connection that is gone already proves nothing", async () => {
    const rig = watching({ link: waiting(null) });
    let answer = (): void => {};
    rig.script.rpc = () => new Promise((resolve) => (answer = () => resolve({ pid: 12 })));
    rig.hear(heard(open(1)));
    rig.hear(heard(waiting(1006)));
    answer();
    await rig.pass(10);
    expect(rig.of("rpc")).toEqual([]);
  });
});

describe("time", () => {
  test("goes on where the run stands, and its passing is told", async () => {
    const rig = watching({ run: { ms: 400 } });
    await rig.pass(1_000);
    const clocks = rig.seen.filter(({ seen }) => seen.kind === "clock").map(({ ms }) => ms);
    expect(clocks).toEqual([650, 900, 1_150, 1_400]);
    expect(rig.seen[0]?.ms).toBeLessThan(460);
  });

  test("once stopped nothing is told, nothing is looked at, no timer and no listener is left", async () => {
    const rig = watching({ link: open(1) });
    await rig.pass(200);
    rig.watcher.stop();
    const told = rig.seen.length;
    const looked = rig.looks.length;
    rig.hear(heard(waiting(1006)));
    await rig.pass(1_000);
    expect([rig.seen.length, rig.looks.length, rig.timers(), rig.listeners()]).toEqual([told, looked, 0, 0]);
  });

  test("a run that is over is no longer looked at", async () => {
    const rig = watching();
    await rig.pass(200);
    rig.become({ phase: "over" });
    await rig.pass(300);
    const looked = rig.looks.length;
    await rig.pass(1_000);
    expect(rig.looks.length).toBe(looked);
  });
});
