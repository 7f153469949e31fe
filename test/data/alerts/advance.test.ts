import { describe, expect, test } from "vitest";
import { advance } from "../../../src/data/alerts/advance.ts";
import type { Alert, Check, Rule } from "../../../src/data/alerts/alert.ts";
import type { State } from "../../../src/data/state.ts";
import { scene, START } from "../../support/scene.ts";

const firing: Check = { kind: "judged", findings: [{ subject: "x", message: "wrong" }] };
const clear: Check = { kind: "judged", findings: [] };
const unknown: Check = { kind: "unknown", why: "no reading" };

const rule = (check: Check, given: Partial<Rule> = {}): Rule => ({
  id: "r",
  severity: "warn",
  topic: "gateway",
  holdMs: 5_000,
  clearMs: 3_000,
  title: "",
  reason: "",
  remedy: null,
  readFrom: [],
  check: () => check,
  ...given,
});

/** Runs the rule through [seconds, check] steps and gives the alert at the end. */
function after(steps: readonly (readonly [number, Check])[], given: Partial<Rule> = {}): Alert | undefined {
  let state: State = scene();
  for (const [seconds, check] of steps) {
    const at: State = { ...state, now: START + seconds * 1_000 };
    state = { ...at, alerts: advance(at, [rule(check, given)]) };
  }
  return state.alerts.get("r/x");
}

test("what is gone is dropped in its time, though the clock was set back meanwhile", () => {
  const steps = [
    [0, firing],
    [5, firing],
    [6, clear],
    [-3_600, clear],
  ] as const;
  expect(after(steps)).toMatchObject({ raised: true });
  expect(after([...steps, [-3_597, clear]])).toMatchObject({ raised: false });
});

describe("hold, clear and unknown", () => {
  test.each([
    [
      "a finding is held first",
      [
        [0, firing],
        [4.9, firing],
      ],
      { raised: false },
    ],
    [
      "then raised, with its true beginning",
      [
        [0, firing],
        [5, firing],
      ],
      { raised: true, since: START },
    ],
    [
      "a candidate that goes is forgotten",
      [
        [0, firing],
        [1, clear],
        [4, firing],
        [6, firing],
      ],
      { raised: false },
    ],
    [
      "a raised alert waits out its clear time",
      [
        [0, firing],
        [5, firing],
        [6, clear],
        [8.9, clear],
      ],
      { raised: true, clearedAt: START + 6_000 },
    ],
    [
      "coming back within it, it keeps its beginning",
      [
        [0, firing],
        [5, firing],
        [6, clear],
        [7, firing],
      ],
      { raised: true, since: START, clearedAt: null },
    ],
    [
      "unknown keeps what was raised and says so",
      [
        [0, firing],
        [5, firing],
        [6, unknown],
      ],
      { raised: true, unknownWhy: "no reading" },
    ],
    [
      "known again, the doubt is gone",
      [
        [0, firing],
        [5, firing],
        [6, unknown],
        [7, firing],
      ],
      { raised: true, unknownWhy: null },
    ],
  ] as const)("%s", (_name, steps, expected) => {
    expect(after(steps as never)).toMatchObject(expected);
  });

  test.each([
    [
      "dropped after the clear time",
      [
        [0, firing],
        [5, firing],
        [6, clear],
        [9, clear],
      ],
    ],
    [
      "unknown raises nothing",
      [
        [0, unknown],
        [10, unknown],
      ],
    ],
    [
      "unknown forgets a candidate",
      [
        [0, firing],
        [1, unknown],
      ],
    ],
  ] as const)("%s", (_name, steps) => {
    expect(after(steps as never)?.raised ?? false).toBe(false);
  });

  test("a warning becomes critical by age, counted from what the gateway says", () => {
    const told: Check = { kind: "judged", findings: [{ subject: "x", message: "", since: START - 60_000 }] };
    expect(after([[0, told]], { critAfterMs: 60_001 })).toMatchObject({ severity: "warn", raised: true, since: START - 60_000 });
    expect(after([[0, told]], { critAfterMs: 60_000 })).toMatchObject({ severity: "crit" });
  });
});
