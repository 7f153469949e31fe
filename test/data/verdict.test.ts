import { expect, test } from "vitest";
import { watched } from "../../src/data/restart/watched.ts";
import { update } from "../../src/data/update.ts";
import { verdict } from "../../src/data/verdict.ts";
import { begun, observed, restartCase } from "../support/restart-case.ts";
import { scene, START, well } from "../support/scene.ts";

const given = restartCase("rpc-deferred");
const summaryAfter = (phase: string): string => {
  let run = begun(given);
  for (const observation of observed(given)) if (run.phase !== phase) run = watched(run, observation);
  expect(run.phase).toBe(phase);
  return verdict(update(scene(...well()), { type: "run", at: START, run })).summary;
};

test("a restart that waits is told although nothing is seen of it", () => {
  expect(summaryAfter("waiting")).toMatch(/^a restart waits, forced in [\dms]+: R shows it · 1\/1 channels ready/u);
});

test("a restart just asked for is told, and one that is over is not", () => {
  expect(summaryAfter("asked")).toMatch(/^restart under way: R shows it · /u);
  expect(summaryAfter("over")).toBe("1/1 channels ready · idle");
});
