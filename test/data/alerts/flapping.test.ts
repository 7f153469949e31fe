// What comes and goes: told once, as flapping, until it was calm.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { advance, raiseForOneShot } from "../../../src/data/alerts/advance.ts";
import type { Alert, Check, Rule } from "../../../src/data/alerts/alert.ts";
import { problems } from "../../../src/data/alerts/problems.ts";
import { flappingWords, isFlapping, turned } from "../../../src/data/alerts/turns.ts";
import type { State } from "../../../src/data/state.ts";
import { scene, START } from "../../support/scene.ts";

const firing: Check = { kind: "judged", findings: [{ subject: "x", message: "wrong" }] };
const clear: Check = { kind: "judged", findings: [] };
const blind: Check = { kind: "unknown", why: "not read" };
const MINUTE = 60;

const ruleOf = (check: Check, given: Partial<Rule> = {}): Rule => ({
  id: "r",
  title: "",
  severity: "warn",
  topic: "gateway",
  holdMs: 5_000,
  clearMs: 3_000,
  reason: "",
  remedy: null,
  readFrom: [],
  check: () => check,
  ...given,
});

/** Every second of `seconds`, the check at that second. */
function lived(seconds: number, checkAt: (second: number) => Check, given: Partial<Rule> = {}): readonly State[] {
  const states: State[] = [];
  let state: State = scene();
  for (let second = 0; second <= seconds; second += 1) {
    const moved: State = { ...state, now: START + second * 1_000 };
    state = { ...moved, alerts: advance(moved, [ruleOf(checkAt(second), given)]) };
    states.push(state);
  }
  return states;
}

const alertOf = (state: State | undefined): Alert | undefined => state?.alerts.get("r/x");
/** Ten seconds wrong, twenty well. */
const blinking = (second: number): Check => (second % 30 < 10 ? firing : clear);

describe("an alert that is raised and dropped again and again", () => {
  const states = lived(12 * MINUTE, (second) => (second < 4 * MINUTE ? blinking(second) : clear));

  test("is raised and dropped twice, then stays", () => {
    const turns = states.filter(
      (state, index) => index > 0 && problems(state).length > 0 !== problems(states[index - 1] ?? state).length > 0,
    );
    expect(turns.map(({ now }) => (now - START) / 1_000)).toEqual([5, 13, 35, 43, 65, 3 * MINUTE + 40 + 5 * MINUTE]);
  });

  test("says how often, and since when", () => {
    const late = states[3 * MINUTE + 36];
    expect(flappingWords(alertOf(late) ?? { turns: [] }, late?.now ?? 0)).toBe("flapping: 8 times in 3m31s");
  });

  test("is not told as flapping when it was three times only", () => {
    const calm = lived(2 * MINUTE, (second) => (second < MINUTE ? blinking(second) : clear));
    expect(calm.every((state) => !isFlapping(alertOf(state)?.turns ?? [], state.now))).toBe(true);
    expect(problems(calm.at(-1) ?? scene())).toEqual([]);
  });
});

test("what flaps keeps its remedy while it is well; what is only gone needs none", () => {
  const gone = (seconds: number) => alertOf(lived(seconds, blinking, { remedy: "mend it" }).at(-1));
  expect(gone(11)).toMatchObject({ clearedAt: START + 10_000, remedy: null });
  expect(gone(3 * MINUTE + 15)).toMatchObject({ clearedAt: START + 190_000, remedy: "mend it" });
});

test("what flaps is not critical by age: it was well in between", () => {
  const states = lived(4 * MINUTE, blinking, { critAfterMs: 20_000 });
  expect(states.flatMap((state) => problems(state).map(({ severity }) => severity))).not.toContain("crit");
});

test("what flapped and then stays is told as it is after a quarter of an hour", () => {
  const states = lived(20 * MINUTE, (second) => (second < 2 * MINUTE ? blinking(second) : firing));
  const last = states.at(-1);
  expect(alertOf(last)).toMatchObject({ raised: true });
  expect(isFlapping(alertOf(last)?.turns ?? [], last?.now ?? 0)).toBe(false);
});

test("a new one after it was gone has its own beginning", () => {
  const states = lived(60, (second) => (second < 10 || second > 40 ? firing : clear));
  expect(alertOf(states.at(-1))).toMatchObject({ raised: true, since: START + 41_000 });
});

test("what was dropped is forgotten a quarter of an hour later", () => {
  const states = lived(16 * MINUTE, (second) => (second < 10 ? firing : clear));
  expect(states[60]?.alerts.size).toBe(1);
  expect(states.at(-1)?.alerts.size).toBe(0);
});

test("what was dropped is not raised by a look of once", () => {
  const states = lived(60, (second) => (second < 10 ? firing : clear));
  const looked = raiseForOneShot(states.at(-1)?.alerts ?? new Map(), [ruleOf(clear)]);
  expect([...looked.values()].filter(({ raised }) => raised)).toEqual([]);
});

test("turns of more than an hour ago, and more than twenty, go in pairs", () => {
  const all = Array.from({ length: 31 }, (_, n) => START + n * 1_000).reduce<readonly number[]>(turned, []);
  expect(all).toHaveLength(19);
  expect(turned([START, START + 1, START + 2], START + 7_200_000)).toEqual([START + 2, START + 7_200_000]);
});

const HOLD = 5;
const CLEAR = 3;
const checks = fc.array(fc.constantFrom("firing", "clear", "blind"), { minLength: 1, maxLength: 200 });
const words = { firing, clear, blind } as const;

test("law: never raised before its hold, never dropped before its clear time, whatever comes in whatever order", () => {
  fc.assert(
    fc.property(checks, (steps) => {
      const states = lived(steps.length - 1, (second) => words[steps[second] as keyof typeof words]);
      for (const [second, state] of states.entries()) {
        const was = second > 0 && alertOf(states[second - 1])?.raised === true;
        const is = alertOf(state)?.raised === true;
        if (is && !was) expect(steps.slice(Math.max(0, second - HOLD), second + 1)).toEqual(Array(HOLD + 1).fill("firing"));
        if (was && !is) {
          const last = steps.slice(0, second + 1).findLastIndex((step) => step === "firing");
          expect(second - last).toBeGreaterThan(CLEAR);
          expect(steps[second]).toBe("clear");
        }
      }
    }),
    { numRuns: 200 },
  );
});
