// `gatetop restart` that was confirmed and came to nothing, as it stands on the terminal.
import { expect, test } from "vitest";
import type { Desk } from "../../../src/cli/act/desk.ts";
import { restartCommand } from "../../../src/cli/act/restart.ts";
import { createTeller } from "../../../src/cli/act/teller.ts";
import type { RestartRun } from "../../../src/data/restart/run.ts";
import type { Observation } from "../../../src/data/restart/observation.ts";
import { restartCase, watchedAll } from "../../support/restart-case.ts";
import { openLink, target } from "../../support/scene.ts";
import { previewOf } from "../../ui/repair-moments.ts";

const turnedDown: Observation = {
  ms: 0,
  at: 0,
  seen: {
    kind: "unanswered",
    sent: false,
    code: "AUTH_TOKEN_MISMATCH",
    why: "the gateway does not accept this token",
    fix: "give another: --token-file FILE",
    exit: 77,
  },
};

/** Everything that is printed. */
async function printed(run: RestartRun): Promise<{ readonly text: string; readonly code: number }> {
  const chunks: string[] = [];
  const write = (text: string): number => chunks.push(text);
  const desk = {
    options: { mode: "graceful", yes: true, dryRun: false, json: false, wait: null, drain: null },
    target,
    link: { state: () => openLink() },
    actor: {
      preview: () => Promise.resolve(previewOf({ action: "restart", aim: "graceful", drainBudgetMs: null })),
      restart: () => ({ id: run.id, done: Promise.resolve(run) }),
    },
    teller: createTeller({
      write,
      paper: { look: { color: false, ascii: false }, columns: null },
      movable: false,
      keyboard: process.stdin,
    }),
    output: { out: () => Promise.resolve(), err: write },
    journalKept: () => false,
    interrupted: new Promise(() => {}),
    listen: () => () => {},
  } as unknown as Desk;
  return { code: await restartCommand(desk), text: chunks.join("") };
}

test("a login refused at the second connection: one blank line, why, and the next step", async () => {
  const { text, code } = await printed(watchedAll(restartCase("request-not-sent"), [turnedDown]));
  expect(text).toMatch(
    /\S\n\n✖ NOT restarted: nothing was sent, because the gateway does not accept this token\n {2}give another: --token-file FILE\n$/u,
  );
  expect(text).not.toContain("\n\n\n");
  expect(code).toBe(77);
});

test("a verdict stands apart from the milestones before it", async () => {
  const { text } = await printed(watchedAll(restartCase("rpc-with-channels")));
  expect(text).toMatch(/ s {2}requested[\s\S]*\S\n\n● restarted: /u);
  expect(text).not.toContain("\n\n\n");
});
