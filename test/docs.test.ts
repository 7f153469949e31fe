// What is written for people comes from the program's own tables.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { demoPictures, drawDemoPicture } from "../scripts/screenshots/demo.ts";
import { generated } from "../scripts/docs/blocks.ts";
import { loadRaster } from "../src/ui/raster.ts";

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");

test("README's tables are current (npm run docs)", () => {
  expect(read("README.md")).toBe(generated(read("README.md")));
});

test("every picture README shows is there", () => {
  const shown = [...read("README.md").matchAll(/\]\((screenshots\/[\w-]+\.svg)\)/gu)].map(([, path]) => path ?? "");
  for (const path of shown) expect(read(path)).toContain("</svg>");
});

test.each(demoPictures)("the picture $name is current (npm run screenshots)", async (picture) => {
  await loadRaster();
  // Not toBe: the difference of two pictures is of no use to read.
  expect((await drawDemoPicture(picture)) === read(`screenshots/${picture.name}.svg`)).toBe(true);
});
