import { describe, expect, test } from "vitest";
import { createLines } from "../../../src/cli/guard/lines.ts";
import { freshMemory, type GuardMemory } from "../../../src/data/guard/memory.ts";
import { at, T0 } from "../../support/guard-sight.ts";
import { tellOf } from "../../support/tells.ts";

function printed(json: boolean): { readonly lines: ReturnType<typeof createLines>; readonly text: () => string } {
  let text = "";
  const lines = createLines({ json, env: {}, now: () => T0, write: (more) => void (text += more) });
  return { lines, text: () => text };
}

const memory = (change: Partial<GuardMemory>): GuardMemory => ({ ...freshMemory(at(0)), ...change });
const counting = memory({
  standing: "frozen-proved",
  strikes: [at(0)],
  decision: { row: "count-proved", follows: "count", step: null, sentence: "frozen · state T · 1 of 3 strikes" },
});

describe("for people", () => {
  test.each([
    ["begins", "2026-11-20 09:00:00Z ! down: frozen\n"],
    ["ends", "2026-11-20 09:00:00Z ok down: frozen\n"],
    ["once", "2026-11-20 09:00:00Z down: frozen\n"],
  ] as const)("a tell that %s", (edge, text) => {
    const { lines, text: all } = printed(false);
    lines.tell(tellOf({ edge, sentence: "frozen" }));
    expect(all()).toBe(text);
  });

  test("each strike is a line, a look that changed nothing is none", () => {
    const { lines, text } = printed(false);
    lines.saw(memory({}), counting);
    lines.saw(counting, { ...counting, decision: { ...counting.decision, sentence: "another second" } });
    lines.saw(counting, { ...counting, strikes: [at(0), at(5_000)] });
    expect(text().trimEnd().split("\n")).toEqual([
      "2026-11-20 09:00:00Z frozen-proved · count · frozen · state T · 1 of 3 strikes",
      "2026-11-20 09:00:00Z frozen-proved · count · frozen · state T · 1 of 3 strikes",
    ]);
  });

  test("what was just told is not said again", () => {
    const { lines, text } = printed(false);
    lines.tell(tellOf({ sentence: counting.decision.sentence }));
    lines.saw(memory({}), counting);
    lines.saw(memory({}), counting);
    expect(text().trimEnd().split("\n")).toEqual([expect.stringContaining("! down: "), expect.stringContaining("frozen-proved · count")]);
  });
});

describe("for programs", () => {
  test("one tell a line, and nothing else", () => {
    const { lines, text } = printed(true);
    const tell = tellOf();
    lines.say("info", "guard of 127.0.0.1:18789");
    lines.saw(memory({}), counting);
    lines.tell(tell);
    expect(JSON.parse(text())).toEqual(tell);
  });
});
