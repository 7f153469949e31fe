// What leaves this host of a restart that is watched, and of other actions.
import type { ActionOutcome, ActionProgress, AbortOutcome, ChannelOutcome, ChannelStart } from "../action/outcome.ts";
import type { Evidence, LinkEvidence, LockEvidence, ProcessEvidence, ServingEvidence } from "../restart/evidence.ts";
import type { Observation, RestartAnswer, Seen } from "../restart/observation.ts";
import type { ProofFact, ProofVerdict } from "../restart/proof.ts";
import type { Deadlines, Milestone, MilestoneName, RestartRun } from "../restart/run.ts";
import { blocker } from "./scrub-gateway.ts";
import { boot, supervisorFacts } from "./scrub-host.ts";
import {
  account,
  each,
  fields,
  named,
  nullOr,
  ownId,
  release,
  sentence,
  sessionKey,
  shapes,
  word,
  type Scrub,
  type Shape,
} from "./scrub.ts";

const link = fields<LinkEvidence>({ bootId: named("boot"), version: release, processInstanceId: named("process"), pid: "kept" });

const serving = fields<ServingEvidence>({ from: "kept", status: "kept", servingSince: "kept", version: release, pendingReason: word });

const process = fields<ProcessEvidence>({ pid: "kept", startTicks: "kept", state: word, evidence: "kept", ownsPort: "kept" });

const lock = fields<LockEvidence>({
  path: named("file"),
  pid: "kept",
  startTicks: "kept",
  ownerId: named("process"),
  createdAt: "kept",
  port: "kept",
});

const evidence = fields<Evidence>({
  at: "kept",
  link: nullOr(link),
  serving: nullOr(serving),
  process: nullOr(process),
  lock: nullOr(lock),
  unit: nullOr(supervisorFacts),
  boot: nullOr(boot),
});

const answer = fields<RestartAnswer>({ status: "kept", delayMs: "kept", signal: "kept", pid: "kept", blockers: each(blocker) });

type Of<K extends Seen["kind"]> = Extract<Seen, { readonly kind: K }>;

const seen: Scrub<Seen> = shapes("kind", {
  requested: fields<Of<"requested">>({ kind: "kept", by: "kept" }),
  answered: fields<Of<"answered">>({ kind: "kept", answer }),
  unanswered: fields<Of<"unanswered">>({ kind: "kept", sent: "kept", code: word, why: sentence, fix: sentence, exit: "kept" }),
  signalled: fields<Of<"signalled">>({ kind: "kept", signal: "kept", pid: "kept" }),
  commanded: fields<Of<"commanded">>({ kind: "kept", command: sentence, code: "kept", said: sentence, tookMs: "kept" }),
  work: fields<Of<"work">>({ kind: "kept", left: "kept", safe: "kept", blockers: each(blocker) }),
  draining: fields<Of<"draining">>({ kind: "kept", from: "kept" }),
  shutdown: fields<Of<"shutdown">>({ kind: "kept", of: "kept", expectedMs: "kept" }),
  closed: fields<Of<"closed">>({ kind: "kept", code: "kept" }),
  port: fields<Of<"port">>({ kind: "kept", open: "kept", why: sentence }),
  http: fields<Of<"http">>({
    kind: "kept",
    path: "kept",
    outcome: "kept",
    httpStatus: "kept",
    status: "kept",
    uptimeMs: "kept",
    failing: each(sentence),
    suppressed: each(sentence),
  }),
  hello: fields<Of<"hello">>({ kind: "kept", link }),
  rpc: fields<Of<"rpc">>({ kind: "kept", link }),
  process: fields<Of<"process">>({ kind: "kept", process: nullOr(process) }),
  lock: fields<Of<"lock">>({ kind: "kept", lock: nullOr(lock) }),
  unit: fields<Of<"unit">>({ kind: "kept", unit: supervisorFacts }),
  boot: fields<Of<"boot">>({ kind: "kept", boot }),
  channel: fields<Of<"channel">>({ kind: "kept", account, up: "kept", state: word }),
  log: fields<Of<"log">>({ kind: "kept", said: "kept", run: ownId }),
  clock: fields<Of<"clock">>({ kind: "kept" }),
});

const observation = fields<Observation>({ ms: "kept", at: "kept", seen });

/** `telegram/poll back` */
const milestoneName: Scrub<MilestoneName> = (name, names) =>
  name.endsWith(" back") ? `${names.account(name.slice(0, -" back".length))} back` : (names.sentence(name) as MilestoneName);

const milestone = fields<Milestone>({ name: milestoneName, ms: "kept", detail: sentence });

const proofValue: Scrub<ProofFact["before"]> = (value, names) =>
  typeof value !== "string" ? value : /^[\da-f-]{20,}$/u.test(value) ? names.name("boot", value) : names.sentence(value);

const fact = fields<ProofFact>({ fact: "kept", before: proofValue, after: proofValue, says: "kept" });

type Ended<K extends ProofVerdict["kind"]> = Shape<ProofVerdict, "kind", K>;
const told = { sentence, facts: each(fact) } as const;
const proved = {
  ...told,
  attribution: "kept",
  accepted: "kept",
  downMs: "kept",
  readyMs: "kept",
  suppressed: each(sentence),
} as const;

const verdict: Scrub<ProofVerdict> = shapes("kind", {
  "proved-in-process": fields<Ended<"proved-in-process">>({ ...proved, kind: "kept" }),
  "proved-new-process": fields<Ended<"proved-new-process">>({ ...proved, kind: "kept" }),
  stopped: fields<Ended<"stopped">>({ ...told, kind: "kept", wanted: "kept", why: sentence }),
  "not-restarted": fields<Ended<"not-restarted">>({ ...told, kind: "kept", why: word, fix: sentence }),
  "still-deferred": fields<Ended<"still-deferred">>({ ...told, kind: "kept", work: "kept", leftMs: "kept" }),
  "still-draining": fields<Ended<"still-draining">>({ ...told, kind: "kept", work: "kept", sinceMs: "kept" }),
  unproved: fields<Ended<"unproved">>({ ...told, kind: "kept", missing: each(sentence), seen: each(sentence) }),
});

const deadlines = fields<Deadlines>({
  idleMs: "kept",
  deferralMs: "kept",
  bootMs: "kept",
  settleMs: "kept",
  waitMs: "kept",
  goneMs: "kept",
});

export const run = fields<RestartRun>({
  id: ownId,
  aim: "kept",
  at: "kept",
  ms: "kept",
  phase: "kept",
  before: evidence,
  after: evidence,
  deadlines,
  milestones: each(milestone),
  blockers: each(blocker),
  workLeft: "kept",
  forcedAtMs: "kept",
  delayMs: "kept",
  channels: (channels, names) => new Map([...channels].map(([key, back]) => [names.account(key), back])),
  seen: each(observation),
  verdict: nullOr(verdict),
  verdictMs: "kept",
});

type Became<K extends ActionOutcome["kind"]> = Extract<ActionOutcome, { readonly kind: K }>;

const channelOutcome = fields<ChannelOutcome>({
  verb: "kept",
  channel: word,
  account: named("account"),
  stopped: "kept",
  started: "kept",
  start: nullOr(fields<ChannelStart>({ status: "kept", reason: word })),
  lifecycle: word,
});

const abortOutcome = fields<AbortOutcome>({ sessionKey, status: "kept", runId: named("run"), queuedBehind: "kept" });

const outcome: Scrub<ActionOutcome> = shapes("kind", {
  channel: fields<Became<"channel">>({ kind: "kept", done: "kept", sentence, outcome: channelOutcome }),
  abort: fields<Became<"abort">>({ kind: "kept", done: "kept", sentence, outcome: abortOutcome }),
  failed: fields<Became<"failed">>({ kind: "kept", done: "kept", sentence, fix: sentence, code: word, sent: "kept", exit: "kept" }),
});

/** What it is about: an account, a session, or nothing. */
export const subject: Scrub<string> = (value, names) =>
  value === "" ? "" : /^[^:/]+\/[^:]+$/u.test(value) ? names.account(value) : names.sessionKey(value);

export const progress = fields<ActionProgress>({ action: "kept", subject, step: "kept", outcome: nullOr(outcome) });
