// The line after `:` at every size: what tab offers above it, what is wrong with it beside it.
import { expect, test } from "vitest";
import type { State } from "../../src/data/state.ts";
import { update } from "../../src/data/update.ts";
import { renderFrame } from "../../src/ui/text-frame.tsx";
import { commanded, pressed } from "../support/press.ts";
import { moment } from "./moments.ts";
import { expectSound, sides, sizes } from "./support.ts";

const look = { color: false, ascii: false };
const sized = (state: State, columns: number, rows: number): State => update(state, { type: "resized", columns, rows });

test.each<[string, (state: State) => State]>([
  ["command-typed", (state) => commanded(state, "th").state],
  ["command-completed", (state) => commanded(state, "view ", "tab", "tab").state],
  ["command-wrong", (state) => commanded(state, "view somewhere", "enter").state],
  ["filter-overview", (state) => pressed(state, "/", "i", "r", "c").state],
])("%s", async (name, keys) => {
  for (const size of sizes) {
    const { columns, rows } = sides(size);
    const state = keys(sized(moment("incident"), columns, rows));
    const frame = renderFrame(state, { columns, rows, look });
    expectSound(frame, columns, rows);
    await expect(`${frame}\n`).toMatchFileSnapshot(`../frames/${name}-${size}.txt`);
    expect(renderFrame(state, { columns, rows, look: { ...look, ascii: true } })).toMatch(/^[\n\u0020-\u007e]*$/u);
  }
});

test("a line longer than the screen, and names that would break it", () => {
  const hostile = update(moment("odd-names"), { type: "commands", lines: [`filter ${"日本語".repeat(60)}`, "session \u202Eabc"] });
  for (const size of sizes) {
    const { columns, rows } = sides(size);
    for (const keys of [["up"], ["up", "up"], ["x".repeat(1), "tab"]]) {
      const state = pressed(sized(hostile, columns, rows), ":", ...keys).state;
      expectSound(renderFrame(state, { columns, rows, look }), columns, rows);
    }
    expectSound(renderFrame(commanded(sized(hostile, columns, rows), "session ", "tab").state, { columns, rows, look }), columns, rows);
  }
});
