// Golden frames of silence. `npm run frames` writes them anew; read the difference before committing it.
import { describe, expect, test } from "vitest";
import { renderFrame } from "../../src/ui/text-frame.tsx";
import { silenceMoment, silenceNames } from "./mute-moments.ts";
import { expectSound, sides, sizes } from "./support.ts";

describe.each(silenceNames)("%s", (name) => {
  test.each(sizes)("at %s", async (size) => {
    const { columns, rows } = sides(size);
    const frame = renderFrame(silenceMoment(name, columns, rows), { columns, rows, look: { color: false, ascii: false } });
    expectSound(frame, columns, rows);
    expect(frame.split("\n")).toHaveLength(rows);
    await expect(`${frame}\n`).toMatchFileSnapshot(`../frames/mutes/${name}-${size}.txt`);
  });

  test("in ASCII there is nothing else, at any size", () => {
    for (const [columns, rows] of [
      [200, 50],
      [99, 40],
      [60, 18],
      [41, 11],
      [40, 10],
    ] as const) {
      const frame = renderFrame(silenceMoment(name, columns, rows), { columns, rows, look: { color: false, ascii: true } });
      expect(frame).toMatch(/^[\n\u0020-\u007e]*$/u);
      expectSound(frame, columns, rows);
    }
  });
});
