// Which of the things that are told hold after a step.
import { age, duration } from "../units.ts";
import { tellAll, type Edge, type Frame, type Told } from "./edges.ts";
import { WELL_MS } from "./give-up.ts";
import { isMuted } from "./holds.ts";
import type { Moment } from "./input.ts";
import { sameProcess, type GuardMemory } from "./memory.ts";
import type { Judged } from "./situation.ts";
import { isAnswering, isFailure } from "./standing.ts";

/** Of strikes; one may be a hiccup. */
const DOWN_AT = 2;
/** Whoever is at it: this long without an answer is told. */
const DOWN_AFTER_MS = 60_000;
/** A process that ends and comes back within this was not left by anybody. */
const LEFT_AFTER_MS = 10_000;
const UNWELL_AFTER_MS = 60_000;
const BLIND_AFTER_MS = 300_000;

type Stepped = { readonly memory: GuardMemory; readonly judged: Judged; readonly sentence: string; readonly strikesNeeded: number };
type Given = Stepped & { readonly now: Moment };

const gateway = "gateway";

const lastsFor = ({ memory, now }: Given): number => now.monotonicMs - memory.since.monotonicMs;
const isTold = ({ memory }: Given, key: string): boolean => memory.told[key] !== undefined;

/** How long it was told, in words. */
const after = ({ memory, now }: Given, key: string): string => age(Math.max(0, now.at - (memory.told[key] ?? now.at)));

const endedUncleanly = ({ memory: { process, counted } }: Given): boolean =>
  process !== null && counted !== null && sameProcess(process, counted);

function down(given: Given): Edge {
  const { memory, judged, sentence, strikesNeeded, now } = given;
  const { standing, window, supervision } = judged.situation;
  const silentMs = now.monotonicMs - (memory.lastAnswer ?? memory.began).monotonicMs;
  // Nobody starts it any more, whatever it had announced before: told at once, so that its answer is told as its recovery.
  const isLeft = supervision === "failed";
  const isDown = isLeft || memory.strikes.length >= Math.min(DOWN_AT, strikesNeeded) || silentMs >= DOWN_AFTER_MS || endedUncleanly(given);
  const isNews = (isLeft || window === "none") && supervision !== "stopped" && isFailure(standing) && isDown;
  const key = `down/${gateway}`;
  // One that was down and answers that it drains takes no work, and is on its way down again.
  const isBack = isAnswering(standing) && memory.drain === null;
  const holds = isTold(given, key) ? !isBack : isNews && !isMuted(judged.held.hold);
  return {
    what: "down",
    subject: gateway,
    severity: "critical",
    holds,
    sentence,
    ends: { what: "recovered", sentence: `it answers again, ${after(given, key)} after it was told` },
  };
}

/** While nothing can be seen, what was told stays told. */
function standingEdge(given: Given, is: boolean, edge: Pick<Edge, "what" | "subject" | "severity">, ends: string): Edge {
  const isBlind = given.judged.situation.standing === "blind";
  const holds = is || (isBlind && isTold(given, `${edge.what}/${edge.subject}`));
  return { ...edge, holds, sentence: given.sentence, ends: { what: edge.what, sentence: ends } };
}

const edgesOf = (given: Given): readonly Edge[] => {
  const { memory, judged, sentence } = given;
  const { situation, row } = judged;
  const { standing } = situation;
  const isStopped = row.id === "stopped" && lastsFor(given) >= LEFT_AFTER_MS;
  const wasLeft = isTold(given, `left-alone/${gateway}`) && row.id === "stopped";
  return [
    {
      what: "gave-up",
      subject: gateway,
      severity: "critical",
      holds: memory.gaveUp !== null,
      sentence: `the guard gives up and goes on looking; again after ${duration(WELL_MS)} well, or: gatetop guard rearm · ${sentence}`,
      ends: { what: "gave-up", sentence: "the guard would repair it again" },
    },
    standingEdge(given, standing === "stranger", { what: "stranger", subject: gateway, severity: "critical" }, "its port is its own again"),
    standingEdge(given, row.id === "supervisor-failed", { what: "start-failed", subject: gateway, severity: "critical" }, "it was started"),
    down(given),
    standingEdge(given, isStopped || wasLeft, { what: "left-alone", subject: gateway, severity: "info" }, "it is left alone no longer"),
    standingEdge(
      given,
      standing === "traced",
      { what: "left-alone", subject: "debugger", severity: "warning" },
      "nothing holds it any more",
    ),
    standingEdge(
      given,
      judged.situation.hold === "kill-limit" && row.follows === "hold",
      { what: "guard", subject: "kill-limit", severity: "critical" },
      "the guard may end it by force again",
    ),
    standingEdge(
      given,
      standing === "unwell" && (lastsFor(given) >= UNWELL_AFTER_MS || isTold(given, "guard/unwell")),
      { what: "guard", subject: "unwell", severity: "warning" },
      "it is well",
    ),
    {
      what: "guard",
      subject: "blind",
      severity: "warning",
      holds: standing === "blind" && (lastsFor(given) >= BLIND_AFTER_MS || isTold(given, "guard/blind")),
      sentence,
      ends: { what: "guard", sentence: "it can be looked at again" },
    },
  ];
};

/** The step's own edges; those of repairs are told where they begin and end. */
export const stepTold = (stepped: Stepped, frame: Frame, now: Moment): Told =>
  tellAll(stepped.memory, frame, now, edgesOf({ ...stepped, now }));
