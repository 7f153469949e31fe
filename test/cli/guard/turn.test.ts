// What the loop makes of the core's decisions: in which order it keeps, acts and tells.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { guardOnce } from "../../../src/cli/guard/once.ts";
import { guardFiles, type GuardFiles } from "../../../src/cli/guard/target-key.ts";
import { fromState } from "../../../src/data/guard/state.ts";
import { defaultGuard } from "../../../src/data/guard/settings.ts";
import type { Sight } from "../../../src/data/guard/sight.ts";
import { at, goneAt, stoppedAt, supervised, T0, well } from "../../support/guard-sight.ts";
import { target } from "../../support/target.ts";
import { heldRepair, playGuard, proved, type Given, type PlayedGuard } from "./played-guard.ts";

let home: string;
let files: GuardFiles;

beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), "gatetop-turn-"));
  files = guardFiles(path.join(home, "state"), target);
});
afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

const play = (given: Omit<Given, "files"> = {}): PlayedGuard => playGuard({ files, ...given });
const frozen = { sees: stoppedAt };

/** Three strikes 5 s apart: the third one is due for a repair. */
async function threeStrikes(guard: PlayedGuard): ReturnType<PlayedGuard["after"]> {
  await guard.after(0);
  await guard.after(5_000);
  return guard.after(5_000);
}

const whats = ({ tells }: PlayedGuard): readonly string[] => tells.map(({ what, edge }) => (edge === "once" ? what : `${what} ${edge}`));

describe("a gateway that is well", () => {
  test("its file says so, is written once, and has the time of the last look", async () => {
    const guard = play();
    await guard.after(0);
    const text = fs.readFileSync(files.state, "utf8");
    await guard.after(5_000);
    await guard.after(5_000);
    expect(fs.readFileSync(files.state, "utf8")).toBe(text);
    expect(fs.statSync(files.state).mtimeMs).toBe(T0 + 10_000);
    expect(guard.file()).toMatchObject({ standing: "well", strikes: [], acts: true });
    expect({ tells: guard.tells, asked: guard.asked }).toEqual({ tells: [], asked: [] });
  });

  test("the second look is a calm one", async () => {
    const guard = play();
    await guard.after(0);
    await guard.after(5_000);
    expect(guard.looks.at(-1)).toBe(false);
  });

  test("settings that are others are in the file at the next look", async () => {
    const guard = play();
    await guard.after(0);
    guard.settings = { ...guard.settings, intervalMs: 1_000, act: false };
    await guard.after(5_000);
    expect(guard.file()).toMatchObject({ intervalMs: 1_000, acts: false });
  });

  test("chores run beside the looks after a minute, and what they found is told and kept", async () => {
    let runs = 0;
    const guard = play({
      chores: () => {
        runs += 1;
        if (runs > 1) return null;
        const tell = { what: "disk", edge: "begins", severity: "warning", subject: "disk", sentence: "91 % used" } as const;
        return Promise.resolve({ done: ["disk"], tells: [tell], begun: ["disk/disk"], ended: [] });
      },
    });
    await guard.after(0);
    expect(runs).toBe(0);
    await guard.after(61_000);
    await guard.after(5_000);
    await guard.after(60_000);
    expect(whats(guard)).toEqual(["disk begins"]);
    expect(guard.file()?.told).toHaveProperty("disk/disk");
    expect(guard.file()?.chores.disk).toBeGreaterThan(T0);
  });
});

describe("a repair", () => {
  test("is in the file before anything is sent, and after it what became of it", async () => {
    const seen: unknown[] = [];
    const guard = play({
      ...frozen,
      repair: (ask) => {
        seen.push(guard.file()?.underWay);
        ask.began("3f9a2c");
        seen.push(guard.file()?.underWay);
        return Promise.resolve(proved);
      },
    });
    const { acted } = await threeStrikes(guard);
    const process = { pid: 2815, startTicks: 172_323 };
    expect(seen).toEqual([
      { run: null, step: "service", since: T0 + 10_000, process },
      { run: "3f9a2c", step: "service", since: T0 + 10_000, process },
    ]);
    expect(acted).toMatchObject({ step: "service", outcome: "proved" });
    expect(guard.file()).toMatchObject({ underWay: null, strikes: [], attempts: 1, last: { outcome: "proved", run: "3f9a2c" } });
    expect(guard.repairs).toMatchObject([{ step: "service", why: "repair", process, waitMs: defaultGuard.serviceWaitMs }]);
    expect(whats(guard)).toEqual(expect.arrayContaining(["down begins", "restarting", "restarted"]));
  });

  test("does not happen when it could not be remembered, and that is told once", async () => {
    const guard = play(frozen);
    await guard.after(0);
    await guard.after(5_000);
    fs.rmSync(files.dir, { recursive: true });
    fs.writeFileSync(files.dir, "");
    await guard.after(5_000);
    await guard.after(5_000);
    expect(guard.repairs).toEqual([]);
    expect(guard.tells.filter(({ subject }) => subject === "state file")).toMatchObject([
      { what: "guard", severity: "critical", sentence: expect.stringMatching(/cannot be written.*nothing is repaired/u) as string },
    ]);
    fs.rmSync(files.dir);
    await guard.after(5_000);
    expect(guard.repairs).toHaveLength(1);
  });

  test("that takes long does not make the file look as if nobody watched", async () => {
    const { repair, begun, finish } = heldRepair();
    const guard = play({ ...frozen, repair });
    await guard.after(0);
    await guard.after(5_000);
    const acting = guard.after(5_000);
    await begun;
    fs.utimesSync(files.state, 0, 0);
    guard.beats();
    expect(fs.statSync(files.state).mtimeMs).toBe(T0 + 10_000);
    finish(proved);
    await acting;
  });

  test("in a dry run is only told, once", async () => {
    const guard = play({ ...frozen, settings: { act: false } });
    await threeStrikes(guard);
    await guard.after(5_000);
    expect(guard.repairs).toEqual([]);
    expect(guard.tells.filter(({ what }) => what === "restarting")).toMatchObject([
      { dryRun: true, sentence: expect.stringMatching(/^would have: .*state T/u) as string },
    ]);
    expect(guard.file()?.last).toMatchObject({ outcome: null });
  });

  test.each([
    ["a step that cannot be made here is left out", { service: "there is no service" }, "clean-up"],
    ["none is", {}, "service"],
  ])("%s", async (_, cannot, step) => {
    const guard = play({ ...frozen, cannot });
    await threeStrikes(guard);
    expect(guard.repairs.map((ask) => ask.step)).toEqual([step]);
    // Not before it could matter, and not of what has no sense with a process that lives.
    expect([...new Set(guard.asked)]).toEqual(["ask", "service", "clean-up"]);
  });

  test("of a gateway on another host is never asked for", async () => {
    const guard = play({ ...frozen, remote: true });
    await threeStrikes(guard);
    expect({ repairs: guard.repairs, asked: guard.asked }).toEqual({ repairs: [], asked: [] });
  });
});

describe("the end of a guard", () => {
  test("nothing is begun any more", async () => {
    const guard = play(frozen);
    await guard.after(0);
    await guard.after(5_000);
    guard.turn.stop("the guard was ended");
    await guard.after(5_000);
    expect({ repairs: guard.repairs, left: guard.left }).toEqual({ repairs: [], left: ["the guard was ended"] });
  });

  test("in the middle of a repair: the next guard finds it under way, and does not do it again", async () => {
    const { repair, begun, finish } = heldRepair();
    const guard = play({ ...frozen, repair });
    await guard.after(0);
    await guard.after(5_000);
    const acting = guard.after(5_000);
    await begun;
    guard.turn.stop("the guard was ended");
    finish({ ...proved, outcome: "unproved" });
    await acting;
    const left = guard.file();
    expect(left?.underWay).toMatchObject({ step: "service" });
    if (left === null) return;
    const sees = (ms: number): Sight => stoppedAt(12_000 + ms);
    const next = playGuard({ files, sees, memory: fromState(left, at(12_000), defaultGuard) });
    for (let look = 0; look < 4; look += 1) await next.after(5_000);
    expect(next.repairs).toEqual([]);
    expect(next.file()).toMatchObject({ last: { outcome: "unproved" }, attempts: 1 });
  });
});

describe("a config that may be the cause", () => {
  const failing = (ms: number): Sight =>
    ms < 5_000 ? well(ms) : goneAt(ms, { supervisor: supervised({ activeState: "failed", result: "exit-code" }) });

  test("is told with the gateway that does not start, once", async () => {
    const guard = play({ sees: failing, suspect: () => "openclaw.json:12:3: unexpected end" });
    for (let look = 0; look < 30; look += 1) await guard.after(5_000);
    expect(guard.tells.filter(({ what }) => what === "config-broken")).toMatchObject([{ sentence: "openclaw.json:12:3: unexpected end" }]);
  });

  test("is no suspect while its process lives", async () => {
    const guard = play({ ...frozen, settings: { act: false }, suspect: () => "openclaw.json was changed" });
    for (let look = 0; look < 10; look += 1) await guard.after(5_000);
    expect(whats(guard)).not.toContain("config-broken");
  });
});

describe("gatetop guard --once", () => {
  async function once(given: Omit<Given, "files">): Promise<{ readonly code: number; readonly guard: PlayedGuard }> {
    const guard = play(given);
    let ms = 0;
    let passed = 0;
    const clock = {
      monotonicMs: () => ms,
      set: (run: () => void, after: number): number => {
        ms += after;
        passed = after;
        run();
        return 0;
      },
    };
    const take = () => {
      const wait = passed;
      passed = 0;
      return guard.after(wait);
    };
    return { code: await guardOnce({ turn: { ...guard.turn, take }, clock, intervalMs: () => 5_000 }), guard };
  }

  test.each<[string, Omit<Given, "files">, number, readonly string[]]>([
    ["well", {}, 0, []],
    ["frozen, and repaired", frozen, 0, ["service"]],
    ["frozen, and the repair was refuted", { ...frozen, repair: () => Promise.resolve({ ...proved, outcome: "refuted" }) }, 1, ["service"]],
    ["frozen, in a dry run", { ...frozen, settings: { act: false } }, 1, []],
    ["stopped by a person", { sees: (ms) => goneAt(ms, { staleLock: null, supervisor: supervised({ activeState: "inactive" }) }) }, 0, []],
    ["given up by its supervisor", { sees: (ms) => goneAt(ms, { supervisor: supervised({ activeState: "failed" }) }) }, 1, []],
    ["on its way up all the time", { sees: (ms) => goneAt(ms, { supervisor: supervised({ activeState: "activating" }) }) }, 75, []],
  ])("%s", async (_, given, expected, steps) => {
    const { code, guard } = await once(given);
    expect(code).toBe(expected);
    expect(guard.repairs.map(({ step }) => step)).toEqual(steps);
  });

  test("leaves what its repair still waited for, once its chores are over: a proof has its end in the journal", async () => {
    const { guard } = await once(frozen);
    expect(guard.left).toEqual(["the guard has looked once"]);
    expect(guard.file()).toMatchObject({ underWay: null, last: { outcome: "proved" } });
  });

  /** As a timer does: one after the other, each with what the one before kept. */
  async function everyMinute(...looks: readonly Omit<Given, "files">[]): Promise<readonly PlayedGuard[]> {
    const guards: PlayedGuard[] = [];
    for (const [minute, given] of looks.entries()) {
      const beginsMs = minute * 60_000;
      const file = guards.at(-1)?.file() ?? null;
      const memory = file === null ? {} : { memory: fromState(file, at(beginsMs), defaultGuard) };
      guards.push((await once({ ...given, ...memory, beginsMs })).guard);
    }
    return guards;
  }

  test("is armed again by a minute well: what was tried before it does not count", async () => {
    const guards = await everyMinute(frozen, {}, {}, frozen, {}, frozen);
    expect(guards.map(({ repairs }) => repairs.map(({ step }) => step))).toEqual([["service"], [], [], ["service"], [], ["clean-up"]]);
  });

  test("ends when its chores are over, and what they found is told and kept", async () => {
    const tell = { what: "disk", edge: "begins", severity: "warning", subject: "disk", sentence: "91 % used" } as const;
    const chores = () => Promise.resolve({ done: ["disk"] as const, tells: [tell], begun: ["disk/disk"], ended: [] });
    const guard = (await everyMinute({}, { chores })).at(-1);
    expect(guard && whats(guard)).toEqual(["disk begins"]);
    expect(guard?.file()).toMatchObject({ told: { "disk/disk": T0 + 60_000 }, chores: { disk: T0 + 60_000 } });
  });
});
