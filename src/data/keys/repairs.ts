// The keys that change the gateway, or silence what is wrong with it.
import { channelSubject, noChannelWhy, noRunWhy, runSubject } from "../action/subject.ts";
import { muteSubject } from "../alerts/mute-subject.ts";
import { deferral } from "../select/deferral.ts";
import type { State } from "../state.ts";
import type { Action } from "./action.ts";
import { covered, unchangeable } from "./blocked.ts";

const noProblem = (state: State): string | undefined => (muteSubject(state) === null ? "there is no problem to silence" : undefined);

export const repairActions: readonly Action[] = [
  {
    id: "restart",
    keys: ["R"],
    label: "restart",
    help: "restart the gateway: every way there is, what it would interrupt, the proof; while one is under way its timeline",
    footer: 3,
    blockedBy: unchangeable,
  },
  {
    id: "channel",
    keys: ["c"],
    label: "channel",
    help: "start, stop or restart a channel account",
    footer: 7,
    blockedBy: (state) => unchangeable(state) ?? (channelSubject(state) === null ? noChannelWhy(state) : undefined),
  },
  {
    id: "abort",
    keys: ["x"],
    label: "abort run",
    help: "abort the run of a session",
    footer: 8,
    blockedBy: (state) => unchangeable(state) ?? (runSubject(state) === null ? noRunWhy(state) : undefined),
  },
  {
    id: "force",
    keys: ["f"],
    label: "force it",
    help: "while a restart waits for running work: a bounded force instead",
    footer: null,
    blockedBy: (state) =>
      unchangeable(state) ?? (deferral(state.run) === null ? "nothing waits to be forced: R is for a restart" : undefined),
  },
  {
    id: "ack",
    keys: ["a"],
    label: "acknowledge",
    help: "seen: this problem is silent until it is over; again to take it back",
    footer: 11,
    blockedBy: (state) => covered(state) ?? noProblem(state),
  },
  {
    id: "snooze",
    keys: ["z"],
    label: "snooze",
    help: "not now: this problem is silent for 15 minutes, an hour, or until it is over",
    footer: 12,
    blockedBy: (state) => (state.view.overlay.kind === "mute" ? undefined : (covered(state) ?? noProblem(state))),
  },
  {
    id: "maintenance",
    keys: ["m"],
    label: "maintenance",
    help: "the gateway is worked on: every problem is silent for a time, with the reason; again to end it",
    footer: null,
    blockedBy: (state) => (state.view.overlay.kind === "mute" ? undefined : covered(state)),
  },
];
