// What people are told: that something begins, that it ends, each once; and that it comes and goes, when it does.
import { harmless } from "../harmless.ts";
import type { GuardPlace, Moment } from "./input.ts";
import { idOf } from "./jitter.ts";
import type { GuardMemory } from "./memory.ts";
import type { GuardSettings } from "./settings.ts";
import { tellings, type Tell, type Telling } from "./tell.ts";

const SENTENCE_MAX = 400;
const HOUR_MS = 3_600_000;
/** More edges of one subject within an hour than this are told as what they are. */
const MOST_AN_HOUR = 6;
const CALM_MS = 1_800_000;

export type Frame = { readonly settings: Pick<GuardSettings, "act">; readonly place: Omit<GuardPlace, "remote"> };
export type Told = { readonly memory: GuardMemory; readonly tells: readonly Tell[] };

type Say = Pick<Tell, "what" | "subject" | "severity" | "sentence">;

function tellOf({ memory, frame, now }: Situated, say: Say, edge: Tell["edge"]): Tell {
  const { standing, attempts, last, notBefore, gaveUp } = memory;
  const { host, gateway, target } = frame.place;
  return {
    schema: "gatetop-tell/1",
    id: idOf(`${target} ${say.what} ${say.subject} ${edge} ${now.at} ${say.sentence}`),
    at: now.at,
    what: say.what,
    edge,
    severity: say.severity,
    host,
    gateway,
    subject: say.subject,
    sentence: harmless(say.sentence, SENTENCE_MAX),
    dryRun: !frame.settings.act,
    guard: { standing, attempts, last, nextAttemptAt: notBefore?.at ?? null, gaveUpAt: gaveUp?.at ?? null },
  };
}

type Situated = { readonly memory: GuardMemory; readonly frame: Frame; readonly now: Moment };

/** Something that happens at one moment. */
export const tellOnce = (memory: GuardMemory, frame: Frame, now: Moment, say: Say): Told => ({
  memory,
  tells: [tellOf({ memory, frame, now }, say, "once")],
});

/** Of somebody who knows himself what begins and what ends. */
export const tellAs = (memory: GuardMemory, frame: Frame, now: Moment, { edge, ...say }: Say & Pick<Tell, "edge">): Tell =>
  tellOf({ memory, frame, now }, say, edge);

export type Edge = Say & {
  readonly holds: boolean;
  /** What is told when it is over; undefined: nothing. */
  readonly ends?: { readonly what: Telling; readonly sentence: string };
};

type Turns = GuardMemory["edges"][string];

/** With one more edge; `told`: what there is to say of it. */
function turned(turns: Turns | undefined, nowMs: number): { readonly turns: Turns; readonly told: "edge" | "flapping" | "nothing" } {
  const before = turns?.times ?? [];
  const lastMs = before.at(-1);
  const wasFlapping = turns?.flapping === true && lastMs !== undefined && nowMs - lastMs < CALM_MS;
  const times = [...before.filter((at) => nowMs - at < HOUR_MS), nowMs].slice(-MOST_AN_HOUR - 1);
  const flapping = wasFlapping || times.length > MOST_AN_HOUR;
  const told = !flapping ? "edge" : wasFlapping ? "nothing" : "flapping";
  return { turns: { times, flapping }, told };
}

/** What flapped and stays as it is now is no flapping any more; what stayed is told, for nobody was told which way it went. */
function calmed(memory: GuardMemory, frame: Frame, now: Moment, edge: Edge, key: string): Told {
  const turns = memory.edges[key];
  if (turns?.flapping !== true || now.monotonicMs - (turns.times.at(-1) ?? 0) < CALM_MS) return { memory, tells: [] };
  const next = { ...memory, edges: { ...memory.edges, [key]: { times: [], flapping: false } } };
  return { memory: next, tells: edge.holds ? [tellOf({ memory: next, frame, now }, edge, "begins")] : [] };
}

/** The same memory and nothing to tell while it stays as it was told. */
export function tellEdge(memory: GuardMemory, frame: Frame, now: Moment, edge: Edge): Told {
  const key = `${edge.what}/${edge.subject}`;
  const since = memory.told[key];
  if (edge.holds === (since !== undefined)) return calmed(memory, frame, now, edge, key);
  const { turns, told } = turned(memory.edges[key], now.monotonicMs);
  const { [key]: _, ...others } = memory.told;
  const next = { ...memory, told: edge.holds ? { ...others, [key]: now.at } : others, edges: { ...memory.edges, [key]: turns } };
  const telling = { memory: next, frame, now };
  if (told === "nothing") return { memory: next, tells: [] };
  if (told === "flapping") {
    const sentence = `flapping, told again when it was calm for ${CALM_MS / 60_000} minutes: ${edge.sentence}`;
    return { memory: next, tells: [tellOf(telling, { ...edge, sentence }, "once")] };
  }
  if (edge.holds) return { memory: next, tells: [tellOf(telling, edge, "begins")] };
  if (edge.ends === undefined) return { memory: next, tells: [] };
  const end: Say = { subject: edge.subject, severity: "info", ...edge.ends };
  return { memory: next, tells: [tellOf(telling, end, "ends")] };
}

/** One after the other, each with what the one before left; what is most urgent first. */
export function tellAll(memory: GuardMemory, frame: Frame, now: Moment, edges: readonly Edge[]): Told {
  let next = memory;
  const tells: Tell[] = [];
  for (const edge of edges) {
    const told = tellEdge(next, frame, now, edge);
    next = told.memory;
    tells.push(...told.tells);
  }
  return { memory: next, tells: inOrder(tells) };
}

export const inOrder = (tells: readonly Tell[]): readonly Tell[] =>
  tells.length < 2 ? tells : [...tells].sort((a, b) => tellings.indexOf(a.what) - tellings.indexOf(b.what));
