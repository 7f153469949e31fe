// A decision in one sentence, with the evidence it stands on.
import { harmless } from "../harmless.ts";
import { managerWords } from "../restart/supervisor-command.ts";
import { age } from "../units.ts";
import type { RepairStep, Standing } from "./decision.ts";
import type { GuardInput } from "./input.ts";
import type { GuardMemory } from "./memory.ts";
import { aliveIn, isFailure, type Proof } from "./standing.ts";
import type { Judged } from "./situation.ts";
import { untilNext } from "./strikes.ts";
import type { Sight } from "./sight.ts";

const LONGEST = 300;

export const stepWords: { readonly [S in RepairStep]: string } = {
  ask: "ask it to restart",
  service: "restart its service",
  "clean-up": "end its process by force, and start it anew",
  start: "start it",
};

const unwell = ({ health, startup, link }: Sight): string => {
  if (health.outcome === "not-json") return "its page is no JSON: an old release, or another program";
  if (health.outcome === "failed") return "HTTP fails";
  if (health.ok === false) return "it says that it is not well";
  return link.rpcFailed ? "HTTP answers, RPC does not" : `it is ${startup.status ?? "not well"}`;
};

const words: { readonly [S in Standing]: (sight: Sight) => string } = {
  well: () => "it answers",
  unwell,
  "frozen-proved": () => "frozen",
  frozen: () => "it takes connections and does not answer",
  deaf: () => "its process lives and nobody listens on its port",
  gone: () => "it does not run",
  stranger: ({ listener }) => (listener.pid === null ? "another process has its port" : `pid ${listener.pid} has its port`),
  traced: ({ process }) => `a debugger, or a freeze of its control group, holds pid ${process.value?.pid ?? "?"}`,
  blind: ({ port, listener }) => {
    if (listener.who === "elsewhere") return `pid ${listener.pid ?? "?"} listens on another port or address than is watched here`;
    return `it could not be looked at${port.why === null ? "" : `: ${port.why}`}`;
  },
};

type Given = { readonly memory: GuardMemory; readonly input: GuardInput; readonly judged: Judged; readonly proof: Proof };

/** Of a failure alone: what is told of a gateway that answers, or is left alone, must not change from look to look. */
function evidence({ memory, input: { sight }, judged: { row } }: Given, standing: Standing): readonly string[] {
  if (!isFailure(standing)) return [];
  const process = aliveIn(sight);
  const found: string[] = [];
  if (process !== null) found.push(`pid ${process.pid}`);
  if (process?.state === "T") found.push("state T");
  if (standing === "frozen-proved" && process?.state !== "T") {
    const cores = `${process?.cpuCores?.toFixed(1) ?? "a whole"} of a core`;
    found.push(process?.loopShare === null ? cores : `its event loop never rests (${cores})`);
  }
  if (process?.backlog !== null && process?.backlog !== undefined && process.backlog > 0) found.push(`backlog ${process.backlog}`);
  if (memory.lastAnswer !== null && row.follows !== "leave")
    found.push(`no answer for ${age(sight.monotonicMs - memory.lastAnswer.monotonicMs)}`);
  return found;
}

const struckOf = ({ memory, input }: Given): string => `${memory.strikes.length} of ${input.settings.strikes} strikes`;

/** The command that mends what a service manager gave up on. */
function unitWords({ supervisor }: GuardMemory): readonly string[] {
  if (supervisor?.found !== true) return [];
  const { kind, unit, result, activeState } = supervisor.facts;
  const state = `${unit} is ${activeState ?? "not running"}${result === null || result === "success" ? "" : ` (${result})`}`;
  const typed = (verb: string): string => [...managerWords[kind], verb, unit].join(" ");
  const mend = activeState === "failed" && kind !== "launchd" ? [`mend it, then: ${typed("reset-failed")}; ${typed("start")}`] : [];
  return [state, ...mend];
}

function tail(given: Given): readonly string[] {
  const { memory, input, judged } = given;
  const { row, window, chosen, held, situation } = judged;
  const nowMs = input.sight.monotonicMs;
  const would = chosen.step === null ? chosen.why : stepWords[chosen.step];
  switch (row.follows) {
    case "calm":
    case "tell":
      return [];
    case "wait": {
      if (situation.standing === "blind") return [];
      const left = window.endsMs === null || !Number.isFinite(window.endsMs) ? "" : `, ${age(window.endsMs - nowMs)} more`;
      return [`${row.why}${left}`];
    }
    case "leave":
      return [row.why, ...unitWords(memory)];
    case "count": {
      const left = untilNext(memory.strikes, given.proof, nowMs, input.settings);
      return [left > 0 ? `${struckOf(given)}, next in ${age(left)}` : struckOf(given)];
    }
    case "hold": {
      const until = held.until === null ? "" : `, ${age(Math.max(0, held.until - input.sight.at))} more`;
      return chosen.step === null ? [struckOf(given), would] : [struckOf(given), `${row.why}${until}`, `due: ${would}`];
    }
    case "repair":
      return [struckOf(given), would];
  }
}

/** One line, harmless. */
export function sentenceOf(given: Given): string {
  const { standing } = given.judged.situation;
  const parts = [words[standing](given.input.sight), ...evidence(given, standing), ...tail(given)];
  return harmless(parts.join(" · "), LONGEST);
}

/** What is done before why it is done, for tells. */
export function stepFirst(step: RepairStep, sentence: string): string {
  const end = ` · ${stepWords[step]}`;
  return `${stepWords[step]} · ${sentence.endsWith(end) ? sentence.slice(0, -end.length) : sentence}`;
}
