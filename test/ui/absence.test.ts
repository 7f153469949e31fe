// A panel without rows tells its whole reason: no other place does.
import { expect, test } from "vitest";
import { absence } from "../../src/ui/parts/absence.ts";
import { scene, START, well } from "../support/scene.ts";

const why = "node:sqlite is missing before Node 22.5: this gatetop runs on Node 20.20.2";
const lines = (width: number): readonly string[] =>
  absence(scene(...well(), { type: "missing", source: "bootHistory", at: START, why }), "bootHistory", "none", width).map((line) =>
    "spans" in line ? line.spans.map(({ text }) => text).join("") : "",
  );

test.each([120, 40, 24])("in a panel of %d columns", (width) => {
  const told = lines(width);
  expect(told.map((line) => line.slice(2)).join(" ")).toBe(why);
  expect(Math.max(...told.map((line) => line.length))).toBeLessThanOrEqual(width - 4);
});
