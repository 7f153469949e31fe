// What is written for people comes from the program's own tables.
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { demoPictures, drawDemoPicture } from "../scripts/screenshots/demo.ts";
import { alertsPage } from "../scripts/docs/alerts.ts";
import { configSchemaText } from "../scripts/docs/config-schema.ts";
import { generated } from "../scripts/docs/blocks.ts";
import { guardPage } from "../scripts/docs/guard.ts";
import { servicePage } from "../scripts/docs/service.ts";
import { loadRaster } from "../src/ui/raster.ts";

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");

test("README's tables are current (npm run docs)", () => {
  expect(read("README.md")).toBe(generated(read("README.md")));
});

test("docs/alerts.md is the rule table (npm run docs)", () => {
  expect(read("docs/alerts.md")).toBe(alertsPage());
});

test("docs/service.md is the table of the unit audit (npm run docs)", () => {
  expect(read("docs/service.md")).toBe(servicePage());
});

test("docs/guard.md is the guard's own tables (npm run docs)", () => {
  expect(read("docs/guard.md")).toBe(guardPage());
});

test("config.schema.json is what the program reads (npm run docs)", () => {
  expect(read("config.schema.json")).toBe(configSchemaText());
});

const pages = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "docs/performance.md",
  "docs/alerts.md",
  "docs/service.md",
  "docs/guard.md",
  "docs/config.md",
];

test.each(pages)("every file %s points at is there", (page) => {
  const folder = page.includes("/") ? page.slice(0, page.lastIndexOf("/") + 1) : "";
  const linked = [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)/gu)].map(([, path]) => `${folder}${path ?? ""}`);
  for (const path of linked) expect(existsSync(new URL(`../${path}`, import.meta.url)), path).toBe(true);
});

test.each(demoPictures)("the picture $name is current (npm run screenshots)", async (picture) => {
  await loadRaster();
  // Not toBe: the difference of two pictures is of no use to read.
  expect((await drawDemoPicture(picture)) === read(`screenshots/${picture.name}.svg`)).toBe(true);
});
