// Moments of a repair, each a list of keys and events after a moment of the gateway. Restarts are captured ones, moved to this day.
import type { ActionId } from "../../src/data/actions.ts";
import type { ActionProgress } from "../../src/data/action/outcome.ts";
import type { ActionRequest, Choice, Preview } from "../../src/data/action/request.ts";
import type { Event } from "../../src/data/events.ts";
import type { MenuAim, RestartRun } from "../../src/data/restart/run.ts";
import { watched } from "../../src/data/restart/watched.ts";
import type { State } from "../../src/data/state.ts";
import { update } from "../../src/data/update.ts";
import { previewsWanted } from "../../src/data/view-menu.ts";
import { begun, observed, restartCase, type RestartCase } from "../support/restart-case.ts";
import { moment, NOW, type Moment } from "./moments.ts";

const YEAR_2020 = Date.UTC(2020, 0, 1);

/** A captured restart that was asked for `ms` before NOW, watched until NOW. */
export function runSince(name: string, ms: number): RestartRun {
  const { at } = restartCase(name);
  const moved = JSON.parse(JSON.stringify(restartCase(name)), (_, value: unknown) =>
    typeof value === "number" && value > YEAR_2020 ? value - at + NOW - ms : value,
  ) as RestartCase;
  const seen = observed(moved).filter((observation) => observation.ms <= ms);
  return [...seen, { ms, at: NOW, seen: { kind: "clock" } as const }].reduce(watched, begun(moved));
}

type Told = Partial<Omit<Choice, "request" | "label">> & Partial<Omit<Preview, "choice">>;

const cannot = (why: string, fix: string | null): Told => ({ precondition: { can: false, code: "x", why, fix, exit: 1 } });
const word = (typed: "restart" | "stop" | "kill"): Told => ({ confirmation: { kind: "word", word: typed } });

const blockers = [
  {
    blocker: { kind: "embedded-run", count: 2, message: "2 active embedded run(s)" },
    fate: "is waited for, 5 min at most; then it is cut, and goes on by itself afterwards",
  },
  { blocker: { kind: "background-exec", count: 1, message: "1 background command" }, fate: "is waited for, 5 min at most; then it is cut" },
] as const;

const admin = "a second connection with operator.admin, closed afterwards";

/** What the gateway of these moments would say: a systemd user unit, two runs. */
const restarts: { readonly [A in MenuAim]: Told } = {
  graceful: {
    does: "asks OpenClaw 2026.9.6 to restart when 2 runs and 1 background command are over, after 5 min at the latest",
    ...word("restart"),
    interrupts: blockers,
    access: admin,
  },
  signal: {
    does: "sends the restart signal its process listens to",
    ...cannot(
      "commands.restart is false in the gateway's configuration: a signal would be ignored",
      "gatetop restart --mode graceful, which asks over RPC",
    ),
  },
  service: {
    does: "systemctl --user restart openclaw-gateway.service: a new process",
    ...word("restart"),
    interrupts: blockers,
    warnings: [
      "may take up to 5m30s while running work is finished",
      "lingering is off for this user: the gateway ends when the last session does",
    ],
    access: "systemctl --user restart openclaw-gateway.service",
  },
  force: {
    does: "gives running work 10s to end, aborts the rest, and OpenClaw 2026.9.6 restarts",
    ...word("restart"),
    interrupts: blockers.map(({ blocker }) => ({ blocker, fate: "has 10s to end; then it is aborted, and goes on by itself afterwards" })),
    warnings: ["would be unclean boot number 3 within 5 minutes: the gateway comes back with its channels kept down"],
    access: admin,
  },
  kill: {
    does: "SIGTERM to the frozen pid 2815, SIGKILL after 10 s, and the service is started again",
    ...cannot("it answers: nothing is frozen", null),
  },
  start: { does: "systemctl --user start openclaw-gateway.service", ...cannot("it runs already", null) },
  stop: {
    does: "systemctl --user stop openclaw-gateway.service: no gateway until somebody starts it",
    ...word("stop"),
    interrupts: blockers,
  },
  resume: { does: "ends the suspension", ...cannot("the gateway is not suspended", null) },
};

function toldOf(request: ActionRequest): Told {
  switch (request.action) {
    case "restart":
      if (request.aim === "clean-up") throw new Error("no menu has it");
      return restarts[request.aim];
    case "channel":
      return {
        does: `${request.verb}s ${request.channel}/${request.account}; other channels are not touched`,
        ...(request.verb === "start" ? cannot("it runs already", `gatetop channel restart ${request.channel}/${request.account}`) : {}),
        warnings: request.verb === "stop" ? ["a stop does not outlive the gateway: its next restart starts the account again"] : [],
        access: admin,
        workAt: NOW,
      };
    case "abort":
      return {
        does: `aborts what runs in ${request.sessionKey}; 3 queued behind it go on at once`,
        access: "a second connection with operator.write, closed afterwards",
        workAt: NOW,
      };
  }
}

export function previewOf(request: ActionRequest, given: Told = toldOf(request)): Preview {
  const { interrupts = [], warnings = [], underWay = null, access = "", workAt = NOW - 2_000, ...choice } = given;
  return {
    choice: {
      request,
      label: request.action,
      does: "",
      precondition: { can: true },
      confirmation: { kind: "ask" },
      scope: "operator.admin",
      ...choice,
    },
    interrupts,
    warnings,
    underWay,
    access,
    workAt,
  };
}

/** A key of the table, text that is typed, or an event. What a key wants to know is answered at once, unless it is `slow`. */
export type Step = ActionId | { readonly typed: string } | Event;

function eventsOf(step: Step, now: number): readonly Event[] {
  if (typeof step === "string") return [{ type: "acted", at: now, action: step }];
  if ("typed" in step) return step.typed.split(" ").map((key) => ({ type: "typed", at: now, key }));
  return [step];
}

export function after(state: State, steps: readonly Step[], answer: (request: ActionRequest) => Preview | null = previewOf): State {
  return steps
    .flatMap((step) => eventsOf(step, state.now))
    .reduce((before, event) => {
      const next = update(before, event);
      const previews = previewsWanted(before, next)
        .map((request) => answer(request))
        .filter((preview) => preview !== null);
      return previews.reduce((one, preview) => update(one, { type: "previewed", at: next.now, preview }), next);
    }, state);
}

export const ran = (run: RestartRun): Event => ({ type: "run", at: NOW, run });
export const progress = (given: ActionProgress): Event => ({ type: "progress", at: NOW, progress: given });
const letters = (text: string): Step => ({ typed: Array.from(text).join(" ") });

const theirs = "a restart asked for by ana from 100.64.0.7 12s ago is under way: the gateway drains and takes no new work";

type Repair = { readonly moment: Moment; readonly steps: readonly Step[]; readonly silent?: true; readonly readonly?: string };

const repairs = {
  menu: { moment: "well", steps: ["restart", "down"] },
  "menu-theirs": {
    moment: "well",
    steps: [
      "restart",
      {
        type: "previewed",
        at: NOW,
        preview: previewOf(
          { action: "restart", aim: "signal", drainBudgetMs: null },
          {
            does: "sends SIGUSR2 to pid 2815; it is going down already, for what was asked of it before",
            ...word("restart"),
            warnings: [theirs],
            underWay: theirs,
          },
        ),
      },
      "down",
    ],
  },
  "menu-asking": { moment: "well", steps: ["restart"], silent: true },
  "menu-again": { moment: "well", steps: [ran(runSince("rpc-with-channels", 754_000)), "restart", "last"] },
  "menu-channel": { moment: "incident", steps: ["channel", "down"] },
  "menu-odd-names": { moment: "odd-names", steps: ["next-panel", "next-panel", "next-panel", "channel"] },
  confirm: { moment: "well", steps: ["restart", "details", letters("resta")] },
  "confirm-wrong": { moment: "well", steps: ["restart", "down", "down", "details", letters("resrt")] },
  "confirm-force": { moment: "well", steps: ["restart", "down", "down", "down", "details"] },
  "confirm-abort": { moment: "incident", steps: ["abort"] },
  "confirm-stop-channel": { moment: "incident", steps: ["channel", "down", "details"] },
  "channel-asked": {
    moment: "incident",
    steps: [
      "channel",
      "details",
      { typed: "y" },
      progress({ action: "channel", subject: "telegram/poll", step: "checking", outcome: null }),
    ],
  },
  "channel-done": {
    moment: "incident",
    steps: [
      "channel",
      "details",
      { typed: "y" },
      progress({
        action: "channel",
        subject: "telegram/poll",
        step: "over",
        outcome: {
          kind: "channel",
          done: true,
          sentence: "telegram/poll was stopped, and started again: handed-off, the gateway is starting it; it is recovering now",
          outcome: {
            verb: "restart",
            channel: "telegram",
            account: "poll",
            stopped: true,
            started: true,
            start: { status: "handed-off", reason: null },
            lifecycle: "recovering",
          },
        },
      }),
    ],
  },
  "timeline-asked": { moment: "well", steps: ["restart", "details", letters("restart"), { typed: "enter" }] },
  deferral: { moment: "well", steps: [ran(runSince("rpc-deferred", 12_400)), "restart"] },
  "deferral-left": { moment: "well", steps: [ran(runSince("rpc-deferred", 12_400)), "restart", "back"] },
  timeline: { moment: "well", steps: [ran(runSince("rpc-with-channels", 3_000)), "restart"] },
  settling: { moment: "well", steps: [ran(runSince("rpc-with-channels", 6_600)), "restart"] },
  proof: {
    moment: "well",
    steps: ["restart", "details", letters("restart"), { typed: "enter" }, ran(runSince("rpc-with-channels", 9_000))],
  },
  "proof-service": {
    moment: "well",
    steps: ["restart", "details", letters("restart"), { typed: "enter" }, ran(runSince("systemctl-restart", 9_000))],
  },
  refuted: {
    moment: "well",
    steps: ["restart", "details", letters("restart"), { typed: "enter" }, ran(runSince("usr2-commands-restart-false", 2_000))],
  },
  stopped: {
    moment: "gone",
    steps: ["restart", "details", letters("restart"), { typed: "enter" }, ran(runSince("stop-no-return", 120_000))],
  },
  readonly: { moment: "incident", steps: ["restart"], readonly: "--readonly" },
} as const satisfies Readonly<Record<string, Repair>>;

export type RepairName = keyof typeof repairs;
export const repairNames = Object.keys(repairs) as readonly RepairName[];

export function repairMoment(name: RepairName, columns: number, rows: number): State {
  const repair: Repair = repairs[name];
  const { moment: of, steps, silent } = repair;
  const seen = moment(of);
  const state: State = { ...seen, readonly: repair.readonly ?? null, view: { ...seen.view, columns, rows } };
  return after(state, steps, silent === true ? () => null : previewOf);
}
