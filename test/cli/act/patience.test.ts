// A busy gateway is waited for, aloud, as long as the link itself has not given up; what needs no answer waits for none.
import { expect, test } from "vitest";
import type { Actor, LinkTap } from "../../../src/data/action/ports.ts";
import type { Precondition, Preview } from "../../../src/data/action/request.ts";
import type { Event } from "../../../src/data/events.ts";
import type { LinkState } from "../../../src/data/link-state.ts";
import type { Desk } from "../../../src/cli/act/desk.ts";
import { restartCommand } from "../../../src/cli/act/restart.ts";
import { parseArguments } from "../../../src/cli/options.ts";
import { openLink, START, waitingLink } from "../../support/scene.ts";
import { target } from "../../support/target.ts";

const connecting: LinkState = { phase: "connecting", attempt: 0, since: START };
const unanswered: Precondition = { can: false, code: "NOT_CONNECTED", why: "the gateway has not answered yet", fix: null, exit: 69 };

/** The link says `then` as soon as somebody is told to wait for it. */
function desk(first: LinkState, then: LinkState, judge: (state: LinkState) => Precondition) {
  let state = first;
  let previews = 0;
  const said: string[] = [];
  const heard = new Set<(event: Event) => void>();
  const become = (next: LinkState): void => {
    state = next;
    for (const hear of heard) hear({ type: "link", at: START, link: next });
  };
  const link: LinkTap = {
    state: () => state,
    request: () => Promise.reject(new Error("nothing is asked here")),
    retryNow: () => undefined,
    listen: (hear) => {
      heard.add(hear);
      queueMicrotask(() => become(then));
      return () => heard.delete(hear);
    },
  };
  const preview = (precondition: Precondition): Preview => ({
    choice: {
      request: { action: "restart", aim: "graceful", drainBudgetMs: null },
      label: "graceful restart",
      does: "asks it to restart",
      precondition,
      confirmation: { kind: "ask" },
      scope: "operator.admin",
    },
    interrupts: [],
    warnings: [],
    underWay: null,
    access: "a second connection",
    workAt: START,
  });
  const actor: Actor = {
    readonly: null,
    preview: () => {
      previews += 1;
      return Promise.resolve(preview(judge(state)));
    },
    restart: () => {
      throw new Error("a dry run restarts nothing");
    },
    perform: () => Promise.reject(new Error("a dry run does nothing")),
    leave: () => undefined,
  };
  const parsed = parseArguments(["restart", "--dry-run"]);
  if (!("options" in parsed)) throw new Error("these are options");
  const whole: Desk = {
    options: parsed.options,
    target,
    link,
    actor,
    teller: { rows: () => undefined, now: () => undefined, ask: () => Promise.resolve(null) },
    output: { out: () => Promise.resolve(), err: (text) => void said.push(text) },
    journalKept: () => false,
    interrupted: new Promise(() => undefined),
    listen: () => () => undefined,
  };
  return { whole, said, previews: () => previews };
}

const needsLink = (state: LinkState): Precondition => (state.phase === "open" ? { can: true } : unanswered);
const waited = "gatetop: waiting for the gateway to answer...\n";

test.each<[string, LinkState, LinkState, (state: LinkState) => Precondition, number, readonly string[], number]>([
  ["a busy gateway that answers at last", connecting, openLink(), needsLink, 0, [waited], 2],
  ["one that never answers", connecting, waitingLink(), needsLink, 69, [waited, "gatetop: the gateway has not answered yet\n"], 2],
  ["one that refused already", waitingLink(), openLink(), needsLink, 69, ["gatetop: the gateway has not answered yet\n"], 1],
  ["a way that needs no answer", connecting, openLink(), () => ({ can: true }), 0, [], 1],
])("%s", async (_what, first, then, judge, code, said, previews) => {
  const rig = desk(first, then, judge);
  expect(await restartCommand(rig.whole)).toBe(code);
  expect(rig.said).toEqual(said);
  expect(rig.previews()).toBe(previews);
});
