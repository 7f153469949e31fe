// Golden frames of menus, confirmations and timelines. `npm run frames` writes them anew; read the difference before committing it.
import { describe, expect, test } from "vitest";
import { renderFrame } from "../../src/ui/text-frame.tsx";
import { repairMoment, repairNames } from "./repair-moments.ts";
import { expectSound, sides } from "./support.ts";

const sizes = ["120x36", "80x24", "40x10"] as const;

describe.each(repairNames)("%s", (name) => {
  test.each(sizes)("at %s", async (size) => {
    const { columns, rows } = sides(size);
    const frame = renderFrame(repairMoment(name, columns, rows), { columns, rows, look: { color: false, ascii: false } });
    expectSound(frame, columns, rows);
    expect(frame.split("\n")).toHaveLength(rows);
    await expect(`${frame}\n`).toMatchFileSnapshot(`../frames/repair/${name}-${size}.txt`);
  });

  test("in ASCII there is nothing else, at any size", () => {
    for (const [columns, rows] of [
      [200, 50],
      [99, 40],
      [60, 18],
      [41, 11],
      [40, 10],
    ] as const) {
      const frame = renderFrame(repairMoment(name, columns, rows), { columns, rows, look: { color: false, ascii: true } });
      expect(frame).toMatch(/^[\n\u0020-\u007e]*$/u);
      expectSound(frame, columns, rows);
    }
  });
});
