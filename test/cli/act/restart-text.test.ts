// What `gatetop restart` prints, from captured restarts: the files beside this test are what a person reads.
import { expect, test } from "vitest";
import { milestoneRow, statusRow } from "../../../src/cli/act/run-rows.ts";
import { written, writtenOver, type Paper } from "../../../src/cli/act/paper.ts";
import { previewRows } from "../../../src/cli/act/preview-rows.ts";
import { verdictRows } from "../../../src/cli/act/verdict-rows.ts";
import { watched } from "../../../src/data/restart/watched.ts";
import type { RestartRun } from "../../../src/data/restart/run.ts";
import { begun, observed, restartCase, watchedAll } from "../../support/restart-case.ts";
import { openLink, target, waitingLink } from "../../support/scene.ts";
import { previewOf } from "../../ui/repair-moments.ts";

const pipe: Paper = { look: { color: false, ascii: false }, columns: null };
const terminal: Paper = { ...pipe, columns: 80 };

const told = (run: RestartRun, paper: Paper): string => written([...run.milestones.map(milestoneRow), [], ...verdictRows(run)], paper);

test.each([
  "rpc-with-channels",
  "rpc-deferred",
  "systemctl-restart",
  "usr2-commands-restart-false",
  "killed-nobody-starts",
  "liar-accepts-and-is-silent",
  "skip-deferral-draining",
  "request-not-sent",
])("milestones and verdict of %s", async (name) => {
  await expect(told(watchedAll(restartCase(name)), pipe)).toMatchFileSnapshot(`./restart-${name}.txt`);
});

test("on a terminal no row is wider than it, and what is long goes on below itself", () => {
  const rows = told(watchedAll(restartCase("rpc-with-channels")), terminal).split("\n");
  expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(80);
  const verdict = rows.findIndex((row) => row.startsWith("● restarted"));
  expect(rows[verdict + 1]).toMatch(/^ {2}\S/u);
});

test("every row is ASCII when it has to be", () => {
  const text = told(watchedAll(restartCase("systemctl-restart")), { look: { color: false, ascii: true }, columns: null });
  expect(text).toMatch(/^[\u0020-\u007e\n]*$/u);
});

test("without colour there is no escape sequence, with colour a verdict has one", () => {
  const run = watchedAll(restartCase("rpc-with-channels"));
  expect(told(run, pipe)).not.toContain("\u001b");
  expect(told(run, { ...pipe, look: { color: true, ascii: false } })).toContain("\u001b[32m● ");
});

test.each([
  ["a graceful restart", "graceful", openLink()],
  ["a service restart of a gateway that does not answer", "service", waitingLink()],
  ["a bounded force that would trip the breaker", "force", openLink()],
] as const)("the preview of %s", async (_, aim, link) => {
  const preview = previewOf({ action: "restart", aim, drainBudgetMs: null });
  await expect(written(previewRows(`restart ${aim}`, preview, target, link), pipe)).toMatchFileSnapshot(`./preview-${aim}.txt`);
});

test("a preview says that nothing is interrupted only when that was looked at", () => {
  const idle = previewOf({ action: "restart", aim: "graceful", drainBudgetMs: null }, { interrupts: [] });
  expect(written(previewRows("x", idle, target, openLink()), pipe)).toContain("nothing that it would interrupt");
  expect(written(previewRows("x", { ...idle, workAt: null }, target, openLink()), pipe)).not.toContain("interrupt");
});

/** What stood in the row that is written over, each once, in order. */
function statuses(name: string, waitMs: number): readonly string[] {
  const given = { ...restartCase(name), waitMs };
  const shown: string[] = [];
  let run = begun(given);
  for (const observation of observed(given)) {
    run = watched(run, observation);
    const text = writtenOver(statusRow(run), terminal).replace(/^ *[\d.]+ s {2}/u, "");
    if (run.phase !== "over" && shown.at(-1) !== text) shown.push(text);
  }
  return shown;
}

test("while it waits the row tells what for and until when", () => {
  expect(statuses("rpc-deferred", 400_000)).toContain("◐ waits until 1 run and 1 task are over, forced in 4m45s");
});

test("the row goes through every phase of a restart", () => {
  const seen = statuses("rpc-with-channels", 400_000).join("\n");
  for (const words of ["draining", "down", "booting", "channels are back"]) expect(seen).toContain(words);
});
