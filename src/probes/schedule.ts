// Asks each source in its time: one clock, no overlap, every outcome exactly one event.
import type { Event, Sampled } from "../data/events.ts";
import { sourceNames, sources, type Source } from "../data/snapshot.ts";
import { attempt, type Asking, type Ending } from "./attempt.ts";
import { delayMs, gentleMs, type Watch } from "./cadence.ts";
import { look, turnOf, unseen, type Door } from "./door.ts";
import { answered, fresh, type Entry } from "./entry.ts";
import { changed, hintsIn, noHints, type Hints } from "./hints.ts";
import { newsIn } from "./news.ts";
import { Overdue } from "./outcome.ts";
import type { Probe } from "./probe.ts";

export type ScheduleOptions = Asking & {
  /** Never called from inside a call into the schedule. */
  readonly send: (event: Event) => void;
  readonly setTimer: (run: () => void, ms: number) => unknown;
  readonly clearTimer: (timer: unknown) => void;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  /** Sources nobody looks at are not asked. */
  readonly visible?: (source: Source) => boolean;
  /** The port opened, or HTTP answered, after it did not: the moment for a waiting link to knock. */
  readonly onReachable?: () => void;
};

type KickReason = "link-open" | "link-lost" | "gap" | "silent";

export type Schedule = {
  readonly start: () => void;
  readonly stop: () => void;
  /** Ask now, also what was missing. */
  readonly refresh: (source?: Source | "all") => void;
  readonly kick: (reason: KickReason) => void;
  /** Tell it every event that was folded: links, gaps and pushes decide what is asked at once. */
  readonly heard: (event: Event) => void;
};

const atTheDoor: readonly Source[] = ["port", "healthz", "startupz", "readyz", "process"];
/** After the link opened: what panels show first, then the rest, so that the first answers do not wait for the last; it may be another boot. */
const afterOpenMs: Readonly<Partial<Record<Source, number>>> = { preflight: 20, status: 60, health: 100, presence: 140, bootHistory: 400 };
/** Pushes come in bursts: of one burst comes one read. */
const PUSH_SPACING_MS = 2_000;
/** What waits for a hint is asked so often while there is none to be had, and while one is young: what it announces may take a moment. */
const UNHINTED_MS = 2_200;
const HINT_YOUNG_MS = 6_000;
/** Probes with a connection of their own: a handle of the gateway while they last. */
const knocking: readonly Source[] = ["port", "healthz", "startupz", "readyz"];
/** RPCs and GETs know their own deadline; this one is for a probe that hangs. */
const OVERDUE_GRACE_MS = 500;
/** Sources due this close together are asked in one waking. */
const SLACK_MS = 20;
/** At least this often we look whether the screen thawed or a source became visible. */
const LOOK_MS = 1_000;

export function createSchedule(options: ScheduleOptions): Schedule {
  const { world, probes, target, state, random, visible = () => true } = options;
  const entries = new Map<Source, Entry>();
  const guards = new Set<unknown>();
  let timer: unknown = null;
  let running = false;
  let door: Door = unseen;
  let watch: Watch | null = null;
  let hints: Hints = noHints;
  let hintedAt = Number.NEGATIVE_INFINITY;
  let generation: number | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;

  function mayAsk({ source, busy, missing }: Entry): boolean {
    if (busy || missing || !visible(source)) return false;
    return sources[source].via !== "rpc" || world.methods() !== null;
  }

  const askable = (): readonly Entry[] => (state().view.frozen === null ? Array.from(entries.values()).filter(mayAsk) : []);

  function arm(): void {
    if (timer !== null) options.clearTimer(timer);
    timer = null;
    if (!running) return;
    const now = world.now();
    const wait = askable().reduce((least, { dueAt }) => Math.min(least, dueAt - now), LOOK_MS);
    timer = options.setTimer(wake, Math.max(0, wait));
  }

  /** A clock set back takes our times with it: else nothing would be asked before it is as late as it was. */
  function followClock(now: number): void {
    const backMs = lookedAt - now;
    lookedAt = now;
    if (backMs <= LOOK_MS) return;
    for (const entry of entries.values()) {
      entry.dueAt -= backMs;
      entry.startedAt -= backMs;
      if (entry.again !== null) entry.again -= backMs;
    }
    if (watch !== null) watch = { since: watch.since - backMs };
  }

  function wake(): void {
    timer = null;
    const now = world.now();
    followClock(now);
    for (const entry of askable()) if (entry.dueAt <= now + SLACK_MS) void run(entry, now);
    arm();
  }

  async function run(entry: Entry, now: number): Promise<void> {
    Object.assign(entry, { busy: true, startedAt: now, again: null });
    const { from, timeoutMs } = sources[entry.source];
    let guard: unknown = null;
    const overdue = new Promise<never>((_, reject) => {
      guard = options.setTimer(() => reject(new Overdue(`${from}: no answer within ${timeoutMs / 1000} s`)), timeoutMs + OVERDUE_GRACE_MS);
    });
    guards.add(guard);
    const ending = await attempt(entry.source, options, overdue);
    guards.delete(guard);
    options.clearTimer(guard);
    // Stopped, or stopped and started again: this entry is no longer the one in the table.
    if (entries.get(entry.source) === entry) settle(entry, ending);
  }

  function settle(entry: Entry, { event, told }: Ending): void {
    Object.assign(entry, {
      busy: false,
      failures: told?.type === "failed" ? entry.failures + 1 : 0,
      retryAfterMs: told?.retryAfterMs ?? null,
      missing: told?.type === "missing",
      ...(event.type === "sampled" ? answered(entry, event.tookMs ?? 0) : {}),
    });
    options.send(event);
    if (told?.silent === true && sources[entry.source].via === "rpc") soon(["port", "healthz", "process"]);
    const before = door;
    door = look(door, event);
    turn(turnOf(before, door));
    const { source, failures, retryAfterMs, again, startedAt } = entry;
    const now = world.now();
    const steady = delayMs({ source, now, rate: state().view.rate, failures, retryAfterMs, door, watch, local: target.local });
    const soonMs = event.type === "sampled" ? againMs(event) : null;
    const share = entry.spread ? 0.5 + random() / 2 : watch === null ? 0.95 + random() / 10 : 1;
    Object.assign(entry, {
      spread: false,
      again: null,
      dueAt: Math.max(now, again ?? (soonMs === null ? startedAt + steady * share : now + gentleMs(soonMs, entry.tookMs))),
    });
    arm();
  }

  /** The one cast: the row of the table belongs to the event's own source. */
  function againMs({ source, value }: Sampled): number | null {
    const probe = probes[source] as Probe<Source>;
    const told = probe.again?.(value) ?? null;
    const unhinted = hints.handles === null || Math.abs(world.now() - hintedAt) < HINT_YOUNG_MS;
    return told === null && unhinted && probe.on?.includes("host") === true ? UNHINTED_MS : told;
  }

  const isKnocking = (): boolean => knocking.some((source) => entries.get(source)?.busy === true);

  function feel(event: Event): void {
    const before = hints;
    hints = hintsIn(before, event, isKnocking());
    if (!changed(before, hints)) return;
    hintedAt = world.now();
    hear(new Set(["host"]));
  }

  function turn(to: ReturnType<typeof turnOf>): void {
    if (to === null) return;
    if (to === "silent") return soon(["port", "process"]);
    if (watch !== null) watch = { since: world.now() };
    soon(to === "opened" ? ["healthz", "startupz", "readyz", "process"] : ["port", "startupz", "readyz", "process"]);
    options.onReachable?.();
  }

  function soon(names: readonly Source[], at = world.now()): void {
    for (const name of names) {
      const entry = entries.get(name);
      if (entry === undefined) continue;
      if (entry.busy) entry.again = Math.min(entry.again ?? at, at);
      else entry.dueAt = Math.min(entry.dueAt, at);
    }
  }

  function opened(): void {
    const now = world.now();
    watch = null;
    for (const entry of entries.values()) {
      if (sources[entry.source].via !== "rpc" && afterOpenMs[entry.source] === undefined) continue;
      const dueAt = now + (afterOpenMs[entry.source] ?? 0);
      Object.assign(entry, { missing: false, failures: 0, retryAfterMs: null, spread: true, dueAt, again: entry.busy ? dueAt : null });
    }
    soon(atTheDoor);
  }

  const kicks: Readonly<Record<KickReason, () => void>> = {
    "link-open": opened,
    "link-lost": () => {
      watch ??= { since: world.now() };
      soon(atTheDoor);
    },
    gap: () => soon(["sessions", "tasks", "presence"]),
    silent: () => soon(["port", "healthz", "process"]),
  };

  function kick(reason: KickReason): void {
    kicks[reason]();
    arm();
  }

  function hear(news: ReadonlySet<string>): void {
    for (const { source, startedAt, tookMs } of entries.values()) {
      if (probes[source].on?.some((name) => news.has(name)) !== true) continue;
      const spacing = sources[source].via === "rpc" ? gentleMs(PUSH_SPACING_MS, tookMs) : 0;
      soon([source], Math.max(world.now(), startedAt + spacing));
    }
    arm();
  }

  return {
    start: () => {
      running = true;
      const now = world.now();
      for (const source of sourceNames) entries.set(source, { ...fresh(source), dueAt: now });
      arm();
    },
    stop: () => {
      running = false;
      entries.clear();
      for (const guard of guards) options.clearTimer(guard);
      guards.clear();
      arm();
    },
    refresh: (source = "all") => {
      const asked = Array.from(entries.values()).filter((entry) => source === "all" || entry.source === source);
      for (const entry of asked) entry.missing = false;
      soon(asked.map((entry) => entry.source));
      arm();
    },
    kick,
    heard: (event) => {
      if (event.type === "gap") kick("gap");
      if (event.type === "pushed") hear(newsIn(event.pushes));
      feel(event);
      if (event.type !== "link") return;
      const now = event.link.phase === "open" ? event.link.generation : null;
      if (now !== null && now !== generation) kick("link-open");
      // A link that keeps knocking says "waiting" each time: only the first is news.
      if (now === null && (generation !== null || (event.link.phase === "waiting" && watch === null))) kick("link-lost");
      generation = now;
    },
  };
}
