// Golden frames of the logs board.
import { describe, expect, test } from "vitest";
import type { State } from "../../../src/data/state.ts";
import { renderFrame } from "../../../src/ui/text-frame.tsx";
import { expectSound, sides, sizes } from "../support.ts";
import { logMoments } from "./log-moments.ts";

const sized = (state: State, size: string): State => ({ ...state, view: { ...state.view, ...sides(size) } });
const drawn = (state: State, size: string, ascii = false): string => {
  const { columns, rows } = sides(size);
  const frame = renderFrame(sized(state, size), { columns, rows, look: { color: false, ascii } });
  expectSound(frame, columns, rows);
  return frame;
};

describe.each(Object.entries(logMoments))("%s", (name, made) => {
  test.each(sizes)("at %s", async (size) => {
    const frame = drawn(made(), size);
    expect(frame.split("\n")).toHaveLength(sides(size).rows);
    await expect(`${frame}\n`).toMatchFileSnapshot(`../../frames/late/logs-${name}-${size}.txt`);
  });

  test("in ASCII there is nothing else", () => {
    for (const size of sizes) expect(drawn(made(), size, true)).toMatch(/^[\n\u0020-\u007e]*$/u);
  });
});

test.each<[keyof typeof logMoments, string, RegExp]>([
  ["calm", "lane task error", /✖? +14:29:19 +error +diagnostic +lane task error/u],
  ["calm", "Gateway already", /– +Gateway already running/u],
  ["folded", "retry", /×12 in 2\.8s +transient same-model retry 12\/20/u],
  ["burst", "IRC error", /✖ 14:28:00 +error +channels\/irc/u],
  ["gap", "missing", /lines are missing here: the log was rotated · 12\.1 KiB/u],
  ["boot", "started", /── the gateway started 14:13:20 ─/u],
  ["dead", "logs", /8 lines · file · 788 KiB/u],
  ["scrolled", "logs", /\+26 newer/u],
  ["focused", "logs", /logs · warn and worse · following/u],
  ["none", "another host", /the log of another host is read through the gateway/u],
])("%s says %s", (name, text, wanted) => {
  const lines = drawn(logMoments[name](), "120x36").split("\n");
  expect(lines.filter((line) => line.includes(text)).join("\n")).toMatch(wanted);
});

describe("nothing to show says which key shows more", () => {
  const narrowed = (given: Partial<State["view"]["late"]["logs"]["focus"]>): State => {
    const state = logMoments.calm();
    const { logs } = state.view.late;
    return { ...state, view: { ...state.view, late: { ...state.view.late, logs: { ...logs, focus: { ...logs.focus, ...given } } } } };
  };

  test.each<[string, State, string]>([
    ["a subject", narrowed({ session: "agent:main:nobody" }), "no line of these is about it: esc leads back"],
    ["a subsystem", narrowed({ subsystem: "nosuch" }), "no line is of this subsystem: S shows all again"],
    ["a level", narrowed({ least: "fatal" }), "no line is that grave: L goes on, and shows all again after error"],
  ])("%s", (_, state, words) => {
    for (const size of sizes) expect(drawn(state, size).replace(/[\s│…]+/gu, " ")).toContain(words.slice(0, 30));
    expect(drawn(state, "120x36")).toContain(words);
  });
});
