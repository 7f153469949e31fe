// Golden frames of problems. `npm run frames` writes them anew; read the difference before committing it.
import { describe, expect, test } from "vitest";
import { act } from "../../src/data/view.ts";
import { renderFrame } from "../../src/ui/text-frame.tsx";
import { problemMoment, problemNames } from "./problem-moments.ts";
import { expectSound, sides, sizes } from "./support.ts";

const plain = { color: false, ascii: false };

describe.each(problemNames)("%s", (name) => {
  test.each(sizes)("at %s", async (size) => {
    const { columns, rows } = sides(size);
    const frame = renderFrame(problemMoment(name), { columns, rows, look: plain });
    expectSound(frame, columns, rows);
    await expect(`${frame}\n`).toMatchFileSnapshot(`../frames/problems/${name}-${size}.txt`);
  });

  test("in ASCII there is nothing else", () => {
    for (const size of sizes) {
      const { columns, rows } = sides(size);
      const frame = renderFrame(problemMoment(name), { columns, rows, look: { color: false, ascii: true } });
      expect(frame).toMatch(/^[\n\u0020-\u007e]*$/u);
      expectSound(frame, columns, rows);
    }
  });
});

test.each([
  ["storm", ["down", "details"]],
  ["flapping", ["details"]],
  ["seen", ["last", "details"]],
] as const)("details of %s", async (name, keys) => {
  for (const size of ["120x36", "80x24"] as const) {
    const { columns, rows } = sides(size);
    const state = problemMoment(name);
    const frame = renderFrame(keys.reduce(act, { ...state, view: { ...state.view, columns, rows } }), { columns, rows, look: plain });
    expectSound(frame, columns, rows);
    await expect(`${frame}\n`).toMatchFileSnapshot(`../frames/problems/details-${name}-${size}.txt`);
  }
});
