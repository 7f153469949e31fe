// Golden frames of the sessions board.
import { describe, expect, test } from "vitest";
import type { ActionId } from "../../src/data/actions.ts";
import type { State } from "../../src/data/state.ts";
import { act } from "../../src/data/view.ts";
import { renderFrame } from "../../src/ui/text-frame.tsx";
import { sessionMomentNames, sessionMoments } from "./session-moments.ts";
import { expectSound, sides, sizes } from "./support.ts";

const plain = { color: false, ascii: false };
const sized = (state: State, size: string): State => ({ ...state, view: { ...state.view, ...sides(size) } });

describe.each(sessionMomentNames)("%s", (name) => {
  test.each(sizes)("at %s", async (size) => {
    const { columns, rows } = sides(size);
    const frame = renderFrame(sized(sessionMoments[name](), size), { columns, rows, look: plain });
    expectSound(frame, columns, rows);
    expect(frame.split("\n")).toHaveLength(rows);
    await expect(`${frame}\n`).toMatchFileSnapshot(`../frames/boards/sessions-${name}-${size}.txt`);
  });

  test("in ASCII there is nothing else", () => {
    for (const size of sizes) {
      const { columns, rows } = sides(size);
      const frame = renderFrame(sized(sessionMoments[name](), size), { columns, rows, look: { color: false, ascii: true } });
      expect(frame).toMatch(/^[\n\u0020-\u007e]*$/u);
      expectSound(frame, columns, rows);
    }
  });
});

test.each<[string, readonly ActionId[]]>([
  ["details", ["details"]],
  ["lane-details", ["next-panel", "details"]],
  ["lanes-chosen", ["next-panel", "down"]],
])("%s", async (name, keys) => {
  for (const size of ["120x36", "80x24"] as const) {
    const { columns, rows } = sides(size);
    const frame = renderFrame(keys.reduce(act, sized(sessionMoments.incident(), size)), { columns, rows, look: plain });
    expectSound(frame, columns, rows);
    await expect(`${frame}\n`).toMatchFileSnapshot(`../frames/boards/sessions-${name}-${size}.txt`);
  }
});

const oddSizes = ["40x10", "41x11", "59x30", "60x18", "61x19", "99x40", "100x32", "179x39", "240x70"] as const;

test("no size makes a board that does not fit", () => {
  for (const name of sessionMomentNames) {
    for (const size of oddSizes) {
      const { columns, rows } = sides(size);
      expectSound(renderFrame(act(sized(sessionMoments[name](), size), "last"), { columns, rows, look: plain }), columns, rows);
    }
  }
});
