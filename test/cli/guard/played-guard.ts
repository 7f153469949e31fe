// A guard whose eyes, hand and clock are played; its step, its course of repairs and its file are real.
import { openShelf } from "../../../src/cli/guard/shelf.ts";
import type { GuardFiles } from "../../../src/cli/guard/target-key.ts";
import type { GuardParts } from "../../../src/cli/guard/guard-parts.ts";
import { createTurn, type Turn } from "../../../src/cli/guard/turn.ts";
import type { ChoresDone } from "../../../src/data/guard/chores.ts";
import { freshMemory, type GuardMemory } from "../../../src/data/guard/memory.ts";
import type { RepairAsk, Repaired } from "../../../src/data/guard/ports.ts";
import { defaultGuard, type GuardSettings } from "../../../src/data/guard/settings.ts";
import type { Sight } from "../../../src/data/guard/sight.ts";
import type { GuardFile } from "../../../src/data/guard/state-file.ts";
import type { Tell } from "../../../src/data/guard/tell.ts";
import { at, T0, well } from "../../support/guard-sight.ts";

export const proved: Repaired = { outcome: "proved", run: "3f9a2c", sentence: "restarted: pid 2815 → 2901", unclean: false };

export type Given = {
  readonly files: GuardFiles;
  readonly settings?: Partial<GuardSettings>;
  readonly memory?: GuardMemory;
  /** After T0; default: then. */
  readonly beginsMs?: number;
  /** What a look at this time sees; default: a gateway that is well. */
  readonly sees?: (ms: number) => Sight;
  readonly repair?: (ask: RepairAsk) => Promise<Repaired>;
  readonly cannot?: Partial<Record<RepairAsk["step"], string>>;
  readonly chores?: () => Promise<ChoresDone> | null;
  readonly suspect?: () => string | null;
  readonly remote?: boolean;
};

export type PlayedGuard = {
  readonly turn: Turn;
  /** Lets so much time go by, then takes a turn. */
  readonly after: (ms: number) => ReturnType<Turn["take"]>;
  readonly tells: Tell[];
  readonly repairs: RepairAsk[];
  readonly left: string[];
  readonly looks: boolean[];
  /** Steps it was asked whether they can be made. */
  readonly asked: string[];
  readonly file: () => GuardFile | null;
  readonly beats: () => void;
  settings: GuardSettings;
};

export function playGuard(given: Given): PlayedGuard {
  let ms = given.beginsMs ?? 0;
  let settings: GuardSettings = { ...defaultGuard, act: true, ...given.settings };
  const timers = new Map<number, () => void>();
  const shelf = openShelf(given.files, () => T0 + ms);
  const [tells, repairs, left, looks, asked]: [Tell[], RepairAsk[], string[], boolean[], string[]] = [[], [], [], [], []];
  const parts: GuardParts = {
    eyes: {
      look: (thorough) => {
        looks.push(thorough);
        return Promise.resolve((given.sees ?? well)(ms));
      },
      close: () => undefined,
    },
    repairs: {
      cannot: (step) => {
        asked.push(step);
        return Promise.resolve(given.cannot?.[step] ?? null);
      },
      repair: (ask) => {
        repairs.push(ask);
        return given.repair?.(ask) ?? Promise.resolve(proved);
      },
      safe: () => Promise.resolve({ safe: true, sentence: "nothing is running" }),
      othersUnderWay: () => Promise.resolve(null),
      leave: (why) => void left.push(why),
    },
    shelf,
    circumstances: () =>
      Promise.resolve({ mutes: [], flagFile: null, othersUnderWay: null, uncleanBoots: null, memoryLimitBytes: null, rearm: false }),
    chores: { run: () => given.chores?.() ?? null },
    suspect: given.suspect ?? (() => null),
    tell: (tell) => void tells.push(tell),
    saw: () => undefined,
    clock: {
      now: () => at(ms).at,
      monotonicMs: () => at(ms).monotonicMs,
      set: (run) => {
        const id = timers.size + 1;
        timers.set(id, run);
        return id;
      },
      clear: (id) => void timers.delete(id as number),
    },
    place: { host: "prod-vps", gateway: "openclaw", target: "ws://127.0.0.1:18789", remote: given.remote ?? false },
    settings: () => settings,
    guard: { pid: 4_711, startTicks: 90_210, version: "0.1.0", since: T0 },
  };
  const turn = createTurn(parts, given.memory ?? freshMemory(at(ms)));
  return {
    turn,
    get settings() {
      return settings;
    },
    set settings(now) {
      settings = now;
    },
    after: (passed) => {
      ms += passed;
      return turn.take();
    },
    tells,
    repairs,
    left,
    looks,
    asked,
    file: () => shelf.read().file,
    beats: () => {
      for (const run of Array.from(timers.values())) run();
    },
  };
}

/** A repair that goes on until it is finished. */
export function heldRepair() {
  let begin: () => void = () => undefined;
  let end: (repaired: Repaired) => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const repair = (): Promise<Repaired> => {
    begin();
    return new Promise((resolve) => {
      end = resolve;
    });
  };
  return { repair, begun, finish: (repaired: Repaired) => end(repaired) };
}
