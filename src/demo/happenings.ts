// Everything that happens in a stretch of scenario time, in order. Pushed events and ring records are both made from it.
import { runsBetween, type Run } from "./runs.ts";
import type { Announcement, Detector, Repeated, Scenario } from "./scenario.ts";
import { answersAt } from "./world.ts";

type RunStep = "created" | "started" | "model" | "progress" | "tool" | "ended";

export type Happening =
  | { readonly at: number; readonly what: "run"; readonly step: RunStep; readonly run: Run }
  | { readonly at: number; readonly what: "detector"; readonly detector: Detector }
  | { readonly at: number; readonly what: "record"; readonly record: Repeated["record"] }
  | { readonly at: number; readonly what: "tick" }
  | { readonly at: number; readonly what: "health" }
  | { readonly at: number; readonly what: "heartbeat" }
  | { readonly at: number; readonly what: "announcement"; readonly announcement: Announcement };

/** As measured: ticks and diagnostics every 30 s, health every 60 s. */
const tickEveryMs = 30_000;
const healthEveryMs = 60_000;
const progressEveryMs = 4_000;
const toolEveryProgress = 3;

function every(intervalMs: number, offsetMs: number, fromMs: number, toMs: number): readonly number[] {
  const first = Math.floor((fromMs - offsetMs) / intervalMs) + 1;
  const last = Math.floor((toMs - offsetMs) / intervalMs);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => offsetMs + (first + index) * intervalMs);
}

function runSteps(run: Run, fromMs: number, toMs: number): readonly Happening[] {
  const within = (at: number | null): at is number => at !== null && at > fromMs && at <= toMs;
  const step = (name: RunStep, at: number): Happening => ({ at, what: "run", step: name, run });
  const out: Happening[] = [];
  if (within(run.createdAt)) out.push(step("created", run.createdAt));
  if (run.startedAt !== null) {
    if (within(run.startedAt)) out.push(step("started", run.startedAt));
    const asked = run.startedAt + 150;
    if (within(asked)) out.push(step("model", asked));
    if (!run.silent) {
      const until = Math.min(toMs, (run.endedAt ?? Infinity) - 400);
      for (const at of every(progressEveryMs, asked, Math.max(fromMs, asked), until)) {
        const count = Math.round((at - asked) / progressEveryMs);
        out.push(step(count % toolEveryProgress === 0 ? "tool" : "progress", at));
      }
    }
  }
  if (within(run.endedAt)) out.push(step("ended", run.endedAt));
  return out;
}

const rank = { run: 0, detector: 1, record: 2, heartbeat: 3, health: 4, tick: 5, announcement: 6 } as const;

/** In (fromMs, toMs], oldest first; nothing while the gateway is down or frozen. */
export function happeningsBetween(scenario: Scenario, fromMs: number, toMs: number): readonly Happening[] {
  const out: Happening[] = scenario.sessions.flatMap((session) =>
    runsBetween(session, fromMs, toMs).flatMap((run) => runSteps(run, fromMs, toMs)),
  );
  for (const at of every(tickEveryMs, 4_000, fromMs, toMs)) out.push({ at, what: "tick" });
  for (const at of every(tickEveryMs, 11_000, fromMs, toMs)) out.push({ at, what: "heartbeat" });
  for (const at of every(healthEveryMs, 25_000, fromMs, toMs)) out.push({ at, what: "health" });
  for (const detector of scenario.detectors) {
    for (const at of every(tickEveryMs, detector.fromMs, Math.max(fromMs, detector.fromMs - 1), Math.min(toMs, detector.untilMs ?? toMs))) {
      out.push({ at, what: "detector", detector });
    }
  }
  for (const { fromMs: begin, untilMs, everyMs, record } of scenario.records) {
    for (const at of every(everyMs, begin, Math.max(fromMs, begin - 1), Math.min(toMs, untilMs ?? toMs))) {
      out.push({ at, what: "record", record });
    }
  }
  for (const announcement of scenario.announcements) {
    if (announcement.atMs > fromMs && announcement.atMs <= toMs) out.push({ at: announcement.atMs, what: "announcement", announcement });
  }
  return out.filter(({ at }) => answersAt(scenario, at)).sort((a, b) => a.at - b.at || rank[a.what] - rank[b.what]);
}

/** What the model has written by then; grows while the run is running. */
export const outputTokens = (run: Run, ms: number): number => {
  if (run.startedAt === null || ms <= run.startedAt) return 0;
  const until = Math.min(ms, run.endedAt ?? ms, run.silent ? run.startedAt + 900 : Infinity);
  return Math.round(((until - run.startedAt) / 1000) * 23);
};

/** When the run last gave a sign of life. */
export function lastProgress(run: Run, ms: number): number {
  if (run.startedAt === null || ms < run.startedAt) return run.createdAt;
  const asked = run.startedAt + 150;
  if (run.silent || ms < asked) return Math.min(ms, asked);
  return asked + Math.floor((ms - asked) / progressEveryMs) * progressEveryMs;
}
