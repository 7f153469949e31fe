// The one sentence a run ends with: what happened, then the evidence or the reason. Written to be understood at 4 a.m.
import { pids, sameProcess } from "./boots.ts";
import { goneMs, lastSeen, momentOf, reached } from "./moments.ts";
import type { Attribution, NotRestartedWhy } from "./proof.ts";
import type { RestartRun, RunAim } from "./run.ts";
import { shortId } from "./short-id.ts";
import { limit, seconds } from "./spans.ts";
import { workWords } from "./work-words.ts";

const sentence = (...parts: readonly (string | null)[]): string => parts.filter((part) => part !== null).join(", ");

function bootPart({ before, after }: RestartRun): string | null {
  const was = before.link?.bootId ?? before.boot?.bootId ?? null;
  const is = after.link?.bootId ?? after.boot?.bootId ?? null;
  if (is === null) return null;
  return was === null ? `boot ${shortId(is)}` : `boot ${shortId(was)} → ${shortId(is)}`;
}

function processPart(run: RestartRun): string | null {
  const { before, after } = pids(run);
  if (after === null) return null;
  if (run.aim === "start") return `pid ${after}`;
  if (sameProcess(run) === true) return `pid ${after} kept (in-process)`;
  return before === null || before === after ? `new process pid ${after}` : `pid ${before} → ${after} (new process)`;
}

/** Where no boot has a name, since when it serves says the same. */
const servingPart = ({ at, after }: RestartRun): string | null => {
  const since = after.link?.bootId == null && after.boot === null ? (after.serving?.servingSince ?? null) : null;
  return since === null ? null : `serving anew since ${seconds(since - at)} after the request`;
};

/** Of those that are not kept down. Their time counts from `sinceMs`, as that of the whole gateway does. */
function channelsPart({ channels }: RestartRun, sinceMs: number, suppressed: readonly string[]): string | null {
  const before = [...channels].filter(
    ([account, { before }]) => before && !suppressed.some((channel) => account.startsWith(`${channel}/`)),
  );
  if (before.length === 0) return null;
  const back = before.map(([, { backMs }]) => backMs).filter((ms) => ms !== null);
  const missing = before.filter(([, { backMs }]) => backMs === null).map(([account]) => account);
  const counted = `${back.length}/${before.length} channels back`;
  const after = back.length === 0 ? counted : `${counted} after ${seconds(Math.max(...back) - sinceMs)}`;
  return missing.length === 0 || back.length === 0 ? after : `${after} (not yet: ${missing.join(", ")})`;
}

const suppressedPart = (suppressed: readonly string[]): string | null =>
  suppressed.length === 0 ? null : `but the crash-loop breaker keeps ${suppressed.join(" and ")} down`;

const begun: { readonly [A in Attribution]: string | null } = {
  ours: null,
  coalesced: "together with a restart that was already asked for",
  "not-known": null,
};

export function provedSentence(
  run: RestartRun,
  proved: { readonly attribution: Attribution; readonly downMs: number; readonly readyMs: number; readonly suppressed: readonly string[] },
): string {
  const started = run.aim === "start";
  const what = started ? "started" : run.aim === "stop" ? "stopped, but started again by something else" : "restarted";
  return `${what}: ${sentence(
    bootPart(run),
    processPart(run),
    servingPart(run),
    started ? `serving after ${seconds(proved.readyMs)}` : `down ${seconds(proved.downMs)}`,
    channelsPart(run, started ? 0 : proved.readyMs - proved.downMs, proved.suppressed),
    suppressedPart(proved.suppressed),
    begun[proved.attribution],
  )}`;
}

export const stoppedAsWanted = (run: RestartRun): string => {
  const { before } = pids(run);
  return `stopped as asked: ${before === null ? "the gateway" : `pid ${before}`} has ended and nothing listens on its port`;
};

/** How the old boot went, in the words of `stopped`. */
export function howItWent(run: RestartRun): string {
  if (lastSeen(run, "shutdown")?.seen.of === "stop") return "the gateway announced a stop, not a restart";
  if (reached(run, "shutdown announced")) return "the gateway announced a restart and went down";
  if (reached(run, "closed") && !reached(run, "draining")) return "the gateway died without a word (killed or crashed)";
  return "the gateway went down";
}

export const stoppedSentence = (run: RestartRun): string =>
  run.aim === "start"
    ? `NOT started: nothing listens on its port ${limit(run.ms)} after the request`
    : `STOPPED, not restarted: ${howItWent(run)}, and nothing came back in ${limit(run.ms - (goneMs(run) ?? 0))}`;

/** A stop, and somebody else's start after it: the gateway runs, but not because of the restart that was asked for. */
export const startedByAnother = (run: RestartRun): string =>
  `stopped and started again by something else, not by this restart: ${sentence(bootPart(run), processPart(run), `up again after ${seconds(run.ms)}`)}`;

const old = (run: RestartRun): string => {
  const bootId = run.before.link?.bootId ?? run.before.boot?.bootId ?? null;
  const pid = pids(run).before;
  const name = bootId === null ? (pid === null ? "the old boot" : `pid ${pid}`) : `boot ${shortId(bootId)}`;
  return bootId !== null && pid !== null ? `${name} (pid ${pid})` : name;
};

/** What was asked for, where it was no restart. */
const participles: Readonly<Partial<Record<RunAim, string>>> = { start: "started", stop: "stopped" };

type Refuted = { readonly sentence: string; readonly fix: string | null };

const overRpc = "gatetop restart --mode graceful (it asks over RPC, which that setting does not block)";

const refutations: { readonly [W in NotRestartedWhy]: (run: RestartRun, why: string) => Refuted } = {
  "ignored-by-configuration": (run) => {
    const sent = lastSeen(run, "signalled")?.seen;
    const got = sent === undefined ? "no signal was sent" : `pid ${sent.pid} got ${sent.signal} and ignored it`;
    return { sentence: `${got}, because commands.restart is false in the gateway's configuration`, fix: overRpc };
  },
  "signal-refused": (_run, why) => ({ sentence: `no signal was sent, because ${why}`, fix: null }),
  "request-refused": (_run, why) => ({ sentence: `the gateway refused, because ${why}`, fix: null }),
  "request-not-sent": (_run, why) => ({ sentence: `nothing was sent, because ${why}`, fix: null }),
  "not-permitted": (_run, why) => ({ sentence: `it is not allowed, because ${why}`, fix: null }),
  "command-failed": (run, why) => ({
    sentence: `${lastSeen(run, "commanded")?.seen.command ?? "the command"} failed, because ${why}; ${old(run)} goes on`,
    fix: null,
  }),
  "start-limit": (run) => {
    const unit = run.after.unit;
    const user = unit?.kind === "systemd-user" ? "--user " : "";
    return {
      sentence: `systemd does not start ${unit?.unit ?? "the unit"}, because it was started too often (${unit?.result ?? "start-limit-hit"}); the gateway is down`,
      fix: `systemctl ${user}reset-failed ${unit?.unit ?? ""} && systemctl ${user}start ${unit?.unit ?? ""}`,
    };
  },
  "same-boot-answers": (run) => ({
    sentence: `${old(run)} still answers ${limit(run.ms)} after the request, because nothing came of it: no drain, no shutdown, no new boot`,
    fix: run.aim === "graceful" || run.aim === "signal" ? "gatetop restart --mode force (drains for some seconds, then restarts)" : null,
  }),
};

export const notRestarted = (run: RestartRun, why: NotRestartedWhy, told: string): Refuted => {
  const refuted = refutations[why](run, told);
  const fix = refuted.fix ?? lastSeen(run, "unanswered")?.seen.fix ?? null;
  return { fix, sentence: `NOT ${participles[run.aim] ?? "restarted"}: ${refuted.sentence}` };
};

export const deferredSentence = (run: RestartRun, leftMs: number): string =>
  `not restarted yet: it waits until ${workWords(run.blockers, run.workLeft)} over; the gateway forces it in ${limit(leftMs)} at the latest`;

export const drainingSentence = (run: RestartRun, sinceMs: number): string =>
  `not restarted yet: draining for ${limit(sinceMs)} until ${workWords(run.blockers, run.workLeft)} over; new work is refused meanwhile`;

export const unprovedSentence = (seen: readonly string[], missing: readonly string[]): string =>
  `not proved: missing ${missing.join(", ")}; seen: ${seen.join(", ")}`;

/** What answers right now, when nothing was seen to go. */
function standing(run: RestartRun): string {
  if (run.after.process?.state === "T") return `${old(run)} is stopped (state T) and answers nothing`;
  const http = lastSeen(run, "http")?.seen.outcome ?? null;
  if (http === "silent") return "its port is open, and nothing answers there";
  return http === "answered" || run.after.link !== null ? `${old(run)} still answers` : "nothing";
}

/** What was seen, for `unproved`: milestones with what they said, else how things stand. */
export function seenWords(run: RestartRun): readonly string[] {
  const words = run.milestones
    .filter(({ name }) => name !== "requested")
    .map(({ name, detail }) => (detail === null || name === "http" ? name : `${name} (${detail})`));
  return goneMs(run) === null ? [...words, standing(run)] : words;
}

export const sinceDrain = (run: RestartRun): number => run.ms - (momentOf(run, "draining") ?? momentOf(run, "accepted") ?? 0);
