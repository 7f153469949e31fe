import type { Phase, Scenario } from "../scenario.ts";
import { base, up } from "./base.ts";
import { spans, turns, who } from "./sessions.ts";

const downMs = -420_000;
const startingMs = downMs + 2_200;
/** In the same process, with a lock file of its own. */
const again: Phase = { ...up, boot: 1, onHost: { ...up.onHost, lockOf: 1 } };

export const tombstones: Scenario = {
  ...base,
  name: "tombstones",
  summary: "seven minutes after a restart: two runs it cut were given up, one was aborted by hand, and no session says so",
  phases: [
    up,
    { ...up, fromMs: downMs, phase: "down" },
    { ...again, fromMs: startingMs, phase: "starting" },
    { ...again, fromMs: startingMs + 1_400 },
  ],
  sessions: [
    {
      ...spans(who.research, { createdAt: downMs - 94_150, startedAt: downMs - 94_000, endedAt: null }),
      edits: [{ edit: "cut", atMs: downMs, nth: null, by: "restart" }],
      tombstonedMs: startingMs + 1_400,
    },
    {
      ...spans(who.lin, { createdAt: downMs - 31_150, startedAt: downMs - 31_000, endedAt: null }),
      edits: [{ edit: "cut", atMs: downMs, nth: null, by: "restart" }],
      tombstonedMs: startingMs + 1_400,
    },
    {
      ...spans(who.ops, { createdAt: -226_100, startedAt: -226_000, endedAt: null }),
      edits: [{ edit: "cut", atMs: -201_000, nth: null, by: "abort" }],
    },
    turns(who.main, 34_000, 14_000, -900_000),
    turns(who.support, 43_000, 9_000, -895_000),
    turns(who.digest, 120_000, 21_000, -930_000),
  ],
};
