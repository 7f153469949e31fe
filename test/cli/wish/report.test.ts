// `i`: a report of what is on the screen, and what was done from here.
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadLate } from "../../../src/cli/late.ts";
import { createReport } from "../../../src/cli/wish/report.ts";
import type { JournalEntry } from "../../../src/data/action/journal.ts";
import { auditMoment, journal } from "../../ui/audit-moments.ts";

const dir = mkdtempSync(join(tmpdir(), "gatetop-report-"));
beforeAll(loadLate);
afterAll(() => rmSync(dir, { recursive: true }));

async function written(name: string, entries: readonly JournalEntry[]): Promise<string> {
  const file = join(dir, name);
  // The board that shows the journal was never opened.
  const calm = auditMoment("calm");
  const state = { ...calm, late: { ...calm.late, journal: [] } };
  const report = createReport({
    store: { get: () => state },
    request: null,
    journal: () => entries,
    secrets: () => [],
    dir,
    names: false,
    env: {},
    stdout: { call: () => undefined },
    say: () => undefined,
  });
  await report({ file });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  return readFileSync(file, "utf8");
}

const asked = /^- [\d:]{8} asked with gatetop: /gmu;

test("what was done from here stands in the last hour, whichever board was open", async () => {
  const began = journal.filter(({ entry }) => entry === "began").length;
  expect(began).toBeGreaterThan(0);
  expect((await written("own.md", journal)).match(asked)).toHaveLength(began);
});

test("what was done to another gateway does not", async () => {
  const elsewhere = journal.map((entry): JournalEntry => ({ ...entry, target: { ...entry.target, url: "wss://elsewhere" } }));
  expect((await written("elsewhere.md", elsewhere)).match(asked)).toBeNull();
});
