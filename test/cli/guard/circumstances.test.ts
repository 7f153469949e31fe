import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createCircumstances, type CircumstancesParts } from "../../../src/cli/guard/circumstances.ts";
import { openMuteFile, type MuteShelf } from "../../../src/cli/mutes/mute-file.ts";
import { defaultGuard } from "../../../src/data/guard/settings.ts";
import type { BootRecord } from "../../../src/data/restart/evidence.ts";
import { running, stoppedAt, T0, well } from "../../support/guard-sight.ts";

let home: string;
let mutes: MuteShelf;
let asked: string[];

beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), "gatetop-circumstances-"));
  mutes = openMuteFile({ dir: path.join(home, "state"), target: "ws://127.0.0.1:18789", by: "ana", now: () => T0 });
  asked = [];
});
afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

const boot = (minutesAgo: number): BootRecord => ({
  bootId: `boot-${minutesAgo}`,
  pid: 1,
  startedAt: T0 - minutesAgo * 60_000,
  completedAt: null,
  outcome: null,
  reason: null,
  startupReason: null,
});

const circumstances = (change: Partial<CircumstancesParts> = {}) =>
  createCircumstances({
    mutes: {
      version: mutes.version,
      read: () => {
        asked.push("mutes");
        return mutes.read();
      },
    },
    stateDir: home,
    rearmFile: path.join(home, "rearm"),
    settings: () => defaultGuard,
    othersUnderWay: () => {
      asked.push("others");
      return Promise.resolve("a restart asked for by ana 12s ago is not over");
    },
    boots: () => {
      asked.push("boots");
      return [boot(1), boot(2), boot(3), boot(60)];
    },
    memoryLimit: (pid) => {
      asked.push(`limit of ${pid}`);
      return Promise.resolve(1_500_000_000);
    },
    say: (sentence) => void asked.push(sentence),
    ...change,
  });

describe("what people said", () => {
  test("a mute is there at the next look; the file is read when it is another", async () => {
    const look = circumstances();
    expect((await look(well(0))).mutes).toEqual([]);
    mutes.ask([{ ask: "maintenance", forMs: 60_000, reason: "disk swap" }]);
    expect((await look(well(5_000))).mutes).toMatchObject([{ kind: "maintenance", reason: "disk swap" }]);
    await look(well(10_000));
    expect(asked.filter((each) => each === "mutes")).toHaveLength(2);
  });

  test("a broken file of mutes is told once", async () => {
    fs.mkdirSync(path.join(home, "state"));
    fs.writeFileSync(path.join(home, "state", "mutes.json"), "{");
    const look = circumstances();
    await look(well(0));
    await look(well(5_000));
    expect(asked.filter((each) => each.includes("cannot be read"))).toHaveLength(1);
  });

  test("a flag file in OpenClaw's state directory", async () => {
    const look = circumstances();
    expect((await look(well(0))).flagFile).toBeNull();
    fs.writeFileSync(path.join(home, ".maintenance"), "");
    expect((await look(well(5_000))).flagFile).toBe(path.join(home, ".maintenance"));
  });

  test("a rearm is heard once", async () => {
    const look = circumstances();
    fs.writeFileSync(path.join(home, "rearm"), "");
    expect([(await look(well(0))).rearm, (await look(well(5_000))).rearm]).toEqual([true, false]);
  });
});

describe("what the gateway's own tables say", () => {
  test("is not asked for while it answers", async () => {
    expect(await circumstances()(well(0))).toMatchObject({ othersUnderWay: null, uncleanBoots: null, memoryLimitBytes: null });
    expect(asked).toEqual(["mutes"]);
  });

  test("is asked for when it does not", async () => {
    const seen = await circumstances()(stoppedAt(0));
    expect(seen).toMatchObject({ othersUnderWay: "a restart asked for by ana 12s ago is not over", uncleanBoots: 2 });
  });

  test("cannot be read: not known, which is not none", async () => {
    expect((await circumstances({ boots: () => null })(stoppedAt(0))).uncleanBoots).toBeNull();
  });

  test("the limit of its memory: once a process, and only for who restarts by it", async () => {
    const settings = { ...defaultGuard, restart: { ...defaultGuard.restart, onMemory: { bytes: null } } };
    const look = circumstances({ settings: () => settings });
    const seen = { process: { looked: true, value: running() } };
    expect((await look(well(0))).memoryLimitBytes).toBeNull();
    expect((await look(well(5_000, seen))).memoryLimitBytes).toBe(1_500_000_000);
    expect((await look(well(10_000))).memoryLimitBytes).toBe(1_500_000_000);
    await look(well(15_000, seen));
    expect(asked.filter((each) => each.startsWith("limit"))).toEqual(["limit of 2815"]);
  });
});
