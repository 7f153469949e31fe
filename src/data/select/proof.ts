// The verdict on a restart and the evidence it rests on, in words.
import type { ProofFact, ProofKind, ProofVerdict } from "../restart/proof.ts";
import { cell, type Mark, type Tone } from "./cell.ts";
import type { Line } from "./line.ts";
import { settled, wrapped } from "./text.ts";

type Face = { readonly mark: Exclude<Mark, "none">; readonly tone: Tone };

const faces: { readonly [K in ProofKind]: Face } = {
  "proved-in-process": { mark: "ok", tone: "good" },
  "proved-new-process": { mark: "ok", tone: "good" },
  stopped: { mark: "bad", tone: "bad" },
  "not-restarted": { mark: "bad", tone: "bad" },
  "still-deferred": { mark: "partial", tone: "warn" },
  "still-draining": { mark: "partial", tone: "warn" },
  unproved: { mark: "warn", tone: "warn" },
};

export const verdictFace = (verdict: ProofVerdict): Face =>
  verdict.kind === "stopped" && verdict.wanted ? { mark: "ok", tone: "good" } : faces[verdict.kind];

const names: { readonly [F in ProofFact["fact"]]: string } = {
  bootId: "boot id",
  processInstanceId: "process instance",
  pid: "pid",
  startTicks: "process start",
  lockOwnerId: "lock owner",
  lockCreatedAt: "lock made",
  servingSince: "serving since",
  shutdown: "shutdown event",
  closeCode: "close code",
  refusedGap: "port refused",
  invocationId: "unit invocation",
  mainPid: "unit main pid",
  automaticRestarts: "unit restarts",
  bootRecord: "boot table",
  startup: "started",
  rpc: "rpc answer",
  log: "log",
  configuration: "configuration",
};

const tones: { readonly [S in ProofFact["says"]]: Tone } = {
  changed: "good",
  seen: "good",
  same: "plain",
  "not-seen": "warn",
  unknown: "dim",
};

const NAME = 18;
const SAYS = 10;
/** Of an id the beginning tells it from another. */
const ID = 8;
const isId = /^[0-9a-f-]{12,}$/iu;
const spans: ReadonlySet<ProofFact["fact"]> = new Set(["refusedGap", "rpc"]);
const times: ReadonlySet<ProofFact["fact"]> = new Set(["lockCreatedAt", "servingSince"]);

const two = (value: number, width = 2): string => String(value).padStart(width, "0");

function valueOf(fact: ProofFact["fact"], value: string | number | null): string {
  if (value === null) return "–";
  if (typeof value === "string") return isId.test(value) ? value.slice(0, ID) : value;
  if (spans.has(fact)) return `${(value / 1000).toFixed(3)} s`;
  if (!times.has(fact)) return String(value);
  const date = new Date(value);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${two(date.getMilliseconds(), 3)}`;
}

function words({ fact, before, after, says }: ProofFact): string {
  if (before === null && after === null) return "";
  if (says === "same") return valueOf(fact, after ?? before);
  return before === null ? valueOf(fact, after) : `${valueOf(fact, before)} → ${valueOf(fact, after)}`;
}

export function factLines({ kind, facts }: ProofVerdict, columns: number): readonly Line[] {
  // What could not be read matters where it is what is missing.
  const told = kind === "unproved" ? facts : facts.filter(({ says }) => says !== "unknown");
  if (told.length === 0) return [];
  const lines = told.flatMap((fact) =>
    wrapped(settled(words(fact)), Math.max(8, columns - NAME - SAYS)).map((part, index): Line => [
      cell((index === 0 ? names[fact.fact] : "").padEnd(NAME), "dim"),
      cell((index === 0 ? fact.says.replace("-", " ") : "").padEnd(SAYS), tones[fact.says]),
      cell(part),
    ]),
  );
  return [[cell("evidence", "strong")], ...lines];
}
