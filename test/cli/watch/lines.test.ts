// A reader that stops reading costs a bounded amount, and is told what it missed.
import { expect, test } from "vitest";
import { createLines } from "../../../src/cli/watch/lines.ts";

/** Takes so many lines, then holds back until it is drained. */
function reader(takes: number) {
  const got: Record<string, unknown>[] = [];
  let left = takes;
  let drain: (() => void) | null = null;
  return {
    got,
    outlet: {
      write: (text: string): boolean => {
        expect(text.endsWith("\n")).toBe(true);
        got.push(JSON.parse(text) as Record<string, unknown>);
        left -= 1;
        return left > 0;
      },
      onDrain: (run: () => void): void => {
        drain = run;
      },
    },
    drains: (more: number): void => {
      left = more;
      const run = drain;
      drain = null;
      run?.();
    },
  };
}
const short = (got: readonly Record<string, unknown>[]): readonly string[] =>
  got.map(({ type, n, dropped }) => `${String(type)} ${String(n ?? dropped)}`);

test("a reader that reads gets every line, in order, with its schema", () => {
  const { got, outlet } = reader(100);
  const lines = createLines(outlet, () => 7);
  for (const n of [1, 2, 3]) lines.tell("rung port", { type: "rung", n });
  expect(short(got)).toEqual(["rung 1", "rung 2", "rung 3"]);
  expect(got.every(({ schema }) => schema === "gatetop-watch/1")).toBe(true);
});

test("while it does not read, the newest of each subject is kept and the rest is counted", () => {
  const { got, outlet, drains } = reader(1);
  const lines = createLines(outlet, () => 7);
  lines.tell("verdict", { type: "verdict", n: 0 });
  for (const n of [1, 2, 3]) lines.tell("rung port", { type: "rung", n });
  lines.tell("verdict", { type: "verdict", n: 4 });
  lines.tell("rung port", { type: "rung", n: 5 });
  expect(short(got)).toEqual(["verdict 0"]);
  drains(10);
  expect(short(got)).toEqual(["verdict 0", "dropped 3", "verdict 4", "rung 5"]);
  expect(got[1]).toMatchObject({ at: 7 });
  lines.tell("rung port", { type: "rung", n: 6 });
  expect(short(got).at(-1)).toBe("rung 6");
});

test("one that stops again in the middle gets the rest later", () => {
  const { got, outlet, drains } = reader(1);
  const lines = createLines(outlet, () => 7);
  for (const n of [0, 1, 2, 3]) lines.tell(`alert ${n}`, { type: "alert", n });
  drains(2);
  expect(short(got)).toEqual(["alert 0", "alert 1", "alert 2"]);
  drains(2);
  expect(short(got)).toEqual(["alert 0", "alert 1", "alert 2", "alert 3"]);
});

test("what is held is bounded, whatever the number of subjects", () => {
  const { got, outlet, drains } = reader(1);
  const lines = createLines(outlet, () => 7);
  for (let n = 0; n <= 5_000; n += 1) lines.tell(`alert ${n}`, { type: "alert", n });
  drains(10_000);
  expect(got).toHaveLength(1 + 1 + 1_000);
  expect(short(got)[1]).toBe("dropped 4000");
  expect(short(got).at(-1)).toBe("alert 5000");
});
