// The guard as it is put together, in a dry run before a real process that is stopped by a signal.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLines } from "../../../src/cli/guard/lines.ts";
import { openGuard, type OpenedGuard } from "../../../src/cli/guard/parts.ts";
import { readGuardState } from "../../../src/cli/guard/read.ts";
import { guardFiles } from "../../../src/cli/guard/target-key.ts";
import { createTurn } from "../../../src/cli/guard/turn.ts";
import { withOpened } from "../../../src/cli/opened.ts";
import type { FoundGateway } from "../../../src/cli/find/gateway.ts";
import { defaultConfig } from "../../../src/data/config/merge.ts";
import { defaultGuard, fastGuard, type GuardSettings } from "../../../src/data/guard/settings.ts";
import type { Sight } from "../../../src/data/guard/sight.ts";
import { tellOf } from "../../support/tells.ts";
import { startGatewayProcess, temporaryPlace, type GatewayProcess, type Place } from "../../probes/guard/gateway-process.ts";

const HOUR = 3_600_000;
/** Each look may be a strike: what lies between two of them is the core's own affair. */
const settings: GuardSettings = { ...defaultGuard, ...fastGuard, stoppedDebounceMs: 0 };

let place: Place;
let gateway: GatewayProcess;
let home: string;
let before: string | undefined;
let text: string;

beforeEach(async () => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), "gatetop-guard-run-"));
  before = process.env["XDG_STATE_HOME"];
  process.env["XDG_STATE_HOME"] = home;
  place = temporaryPlace();
  gateway = await startGatewayProcess();
  place.lock(gateway);
  text = "";
});
afterEach(async () => {
  await gateway.kill();
  place.remove();
  fs.rmSync(home, { recursive: true, force: true });
  if (before === undefined) delete process.env["XDG_STATE_HOME"];
  else process.env["XDG_STATE_HOME"] = before;
});

const state = (): string => path.join(home, "gatetop");

function foundGateway(): FoundGateway {
  const missing = { why: "there is no token", fix: "give one" };
  return { kind: "found", target: place.target(gateway.port), credentials: {}, missing, facts: [], warnings: [] };
}

/** A guard without credentials, of a gateway that was not started this minute. */
function guarded<T>(run: (guard: OpenedGuard) => Promise<T>, given: () => GuardSettings = () => settings): Promise<T> {
  const found = foundGateway();
  const older = (sight: Sight): Sight => {
    const { value } = sight.process;
    return value === null ? sight : { ...sight, process: { looked: true, value: { ...value, startedAt: (value.startedAt ?? 0) - HOUR } } };
  };
  return withOpened({ log: null }, found, { dashboard: false, onTrouble: () => undefined }, async (opened) => {
    const guard = await openGuard({
      opened,
      files: guardFiles(state(), found.target),
      state: state(),
      readonly: () => "--readonly",
      settings: given,
      alerts: () => defaultConfig.alerts,
      connects: false,
      lines: createLines({ json: false, env: {}, now: Date.now, write: (more) => void (text += more) }),
    });
    const { eyes } = guard.parts;
    const parts = { ...guard.parts, eyes: { ...eyes, look: async (thorough: boolean) => older(await eyes.look(thorough)) } };
    try {
      return await run({ ...guard, parts });
    } finally {
      await guard.close(1_000);
    }
  });
}

describe("a dry run", () => {
  test("sees a gateway that is stopped, counts, tells what it would do, and touches nothing", async () => {
    await guarded(async ({ parts, memory }) => {
      const turn = createTurn(parts, memory);
      expect((await turn.take()).decision).toMatchObject({ row: "well", follows: "calm" });
      await gateway.stop();
      const looks: string[] = [];
      for (let look = 0; look < 4; look += 1) looks.push((await turn.take()).decision.row);
      expect(looks.slice(0, 2)).toEqual(["count-proved", "count-proved"]);
      expect(looks.at(-1)).not.toBe("count-proved");
    });
    expect(text).toMatch(/frozen.*state T.*1 of 3 strikes/u);
    expect(text).toMatch(/! down: /u);
    expect(readGuardState(guardFiles(state(), place.target(gateway.port)))).toMatchObject({ acts: false, strikes: 3, strikesNeeded: 3 });
    expect(fs.existsSync(path.join(state(), "actions.ndjson"))).toBe(false);
  });
});

/** Resolves when a hook has written its pid there. */
function pidIn(file: string): Promise<number> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!fs.existsSync(file) || !fs.readFileSync(file, "utf8").endsWith("\n")) return;
      watcher.close();
      resolve(Number(fs.readFileSync(file, "utf8")));
    };
    const watcher = fs.watch(path.dirname(file), look);
    look();
  });
}

function isGone(pid: number): boolean {
  try {
    return !/\) [^Z]/u.test(fs.readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return true;
  }
}

test("a hook that hangs ends with the guard, also one of before the config was read again", async () => {
  const hook = (name: string): GuardSettings => ({
    ...settings,
    tell: [{ to: "exec", argv: ["/bin/sh", "-c", 'trap "" TERM; echo $$ > "$0"; while :; do sleep 600; done', path.join(home, name)] }],
  });
  let now = hook("before");
  const pids: number[] = [];
  await guarded(
    async ({ parts, renewed }) => {
      parts.tell(tellOf());
      pids.push(await pidIn(path.join(home, "before")));
      now = hook("after");
      renewed();
      parts.tell(tellOf());
      pids.push(await pidIn(path.join(home, "after")));
    },
    () => now,
  );
  expect(pids.map(isGone)).toEqual([true, true]);
});
