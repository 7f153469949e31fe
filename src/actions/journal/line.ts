// A journal entry as one line of JSON. Only the fields named here get in, so a field added elsewhere cannot carry a secret into the file.
import type { JournalEntry, JournalTarget, Operator } from "../../data/action/journal.ts";
import type { ActionOutcome } from "../../data/action/outcome.ts";
import type { ActionRequest, NamedProcess } from "../../data/action/request.ts";
import { harmless } from "../../data/harmless.ts";
import type { BootRecord, Evidence, LinkEvidence, LockEvidence, ProcessEvidence, ServingEvidence } from "../../data/restart/evidence.ts";
import type { ProofFact, ProofVerdict } from "../../data/restart/proof.ts";
import type { Milestone } from "../../data/restart/run.ts";
import type { SupervisorFacts } from "../../data/restart/supervisor.ts";
import { hide } from "../../data/hide.ts";

/** What a field may hold; `undefined` leaves it out. */
type Keep = (value: unknown) => unknown;
type KeyOf<T> = T extends unknown ? keyof T : never;
type Kept<T> = Readonly<Record<KeyOf<T>, Keep>>;

const SENTENCE_MAX = 400;
const LIST_MAX = 100;

const number: Keep = (value) => (typeof value === "number" && Number.isFinite(value) ? value : null);
const flag: Keep = (value) => (typeof value === "boolean" ? value : null);

const list =
  (keep: Keep): Keep =>
  (value) =>
    Array.isArray(value) ? (value as readonly unknown[]).slice(0, LIST_MAX).map(keep) : [];

/** Of a union every member's fields are named; those a value does not have stay out. */
const fields =
  <T extends object>(kept: Kept<T>): Keep =>
  (value) => {
    if (typeof value !== "object" || value === null) return null;
    const given = value as Readonly<Record<string, unknown>>;
    const names = Object.keys(kept) as (keyof typeof kept & string)[];
    return Object.fromEntries(names.filter((name) => given[name] !== undefined).map((name) => [name, kept[name](given[name])]));
  };

function entryOf(secrets: Iterable<string>): Keep {
  const known = [...secrets];
  // Cut after hiding: half a secret would no longer be recognised.
  const text: Keep = (value) => (typeof value === "string" ? harmless(hide(harmless(value, 4_000), known), SENTENCE_MAX) : null);
  const either: Keep = (value) => (typeof value === "string" ? text(value) : number(value));

  const serving = fields<ServingEvidence>({ from: text, status: text, servingSince: number, version: text, pendingReason: text });
  const process = fields<ProcessEvidence>({ pid: number, startTicks: number, state: text, evidence: text, ownsPort: flag });
  const lock = fields<LockEvidence>({ path: text, pid: number, startTicks: number, ownerId: text, createdAt: number, port: number });
  const unit = fields<SupervisorFacts>({
    kind: text,
    unit: text,
    loadState: text,
    activeState: text,
    subState: text,
    result: text,
    mainPid: number,
    invocationId: text,
    automaticRestarts: number,
    stopTimeoutMs: number,
    restartDelayMs: number,
    restartPolicy: text,
    enabled: flag,
    restartPrevented: flag,
  });
  const evidence = fields<Evidence>({
    at: number,
    link: fields<LinkEvidence>({ bootId: text, version: text, processInstanceId: text, pid: number }),
    serving,
    process,
    lock,
    unit,
    boot: fields<BootRecord>({
      bootId: text,
      pid: number,
      startedAt: number,
      completedAt: number,
      outcome: text,
      reason: text,
      startupReason: text,
    }),
  });
  const request = fields<ActionRequest>({
    action: text,
    aim: text,
    drainBudgetMs: number,
    process: fields<NamedProcess>({ pid: number, startTicks: number }),
    verb: text,
    channel: text,
    account: text,
    sessionKey: text,
    runId: text,
  });
  const verdict = fields<ProofVerdict>({
    kind: text,
    sentence: text,
    facts: list(fields<ProofFact>({ fact: text, before: either, after: either, says: text })),
    attribution: text,
    accepted: text,
    downMs: number,
    readyMs: number,
    suppressed: list(text),
    wanted: flag,
    why: text,
    fix: text,
    work: number,
    leftMs: number,
    sinceMs: number,
    missing: list(text),
    seen: list(text),
  });
  type Small = Extract<ActionOutcome, { readonly outcome: unknown }>["outcome"];
  const outcome = fields<ActionOutcome>({
    kind: text,
    done: flag,
    sentence: text,
    fix: text,
    code: text,
    sent: flag,
    exit: number,
    outcome: fields<Small>({
      verb: text,
      channel: text,
      account: text,
      stopped: flag,
      started: flag,
      start: fields<{ status: unknown; reason: unknown }>({ status: text, reason: text }),
      lifecycle: text,
      sessionKey: text,
      status: text,
      runId: text,
      queuedBehind: number,
    }),
  });
  return fields<JournalEntry>({
    schema: text,
    entry: text,
    id: text,
    at: number,
    operator: fields<Operator>({ user: text, uid: number, peer: text, pid: number }),
    target: fields<JournalTarget>({ url: text, name: text, local: flag, version: text }),
    request,
    by: text,
    before: evidence,
    verdict,
    outcome,
    after: evidence,
    milestones: list(fields<Milestone>({ name: text, ms: number, detail: text })),
    tookMs: number,
    why: text,
  });
}

/** Ends with a line feed and holds no other. */
export function lineOf(entry: JournalEntry, secrets: Iterable<string>): string {
  return `${JSON.stringify(entryOf(secrets)(entry))}\n`;
}

const readEntry = entryOf([]);
const kinds: readonly unknown[] = ["began", "ended", "left"];
const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;

/** Null: not a line of this journal, or half of one. */
export function entryIn(line: string): JournalEntry | null {
  let value: unknown;
  try {
    value = readEntry(JSON.parse(line));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  const entry = value as Partial<Record<KeyOf<JournalEntry>, unknown>> | null;
  const whole =
    entry !== null &&
    entry.schema === "gatetop-journal/1" &&
    kinds.includes(entry.entry) &&
    typeof entry.id === "string" &&
    typeof entry.at === "number" &&
    [entry.operator, entry.target, entry.request].every(isObject) &&
    (entry.entry === "began" || Array.isArray(entry.milestones));
  return whole ? (entry as JournalEntry) : null;
}
