// The verdict on a restart and the evidence it rests on, in words.
import type { Attribution, ProofFact, ProofKind, ProofVerdict } from "../restart/proof.ts";
import { cell, UNKNOWN, type Cell, type Mark, type Tone } from "./cell.ts";
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
  startTicks: "process started",
  lockOwnerId: "lock owner",
  lockCreatedAt: "lock created",
  servingSince: "serving since",
  shutdown: "announced",
  closeCode: "close code",
  refusedGap: "port refused",
  invocationId: "unit invocation",
  mainPid: "unit's main pid",
  automaticRestarts: "automatic restarts",
  bootRecord: "boot table",
  startup: "start-up probe",
  rpc: "answers an RPC",
  log: "log",
  configuration: "configuration",
};

const says: { readonly [S in ProofFact["says"]]: Cell } = {
  changed: cell("changed", "good"),
  same: cell("same"),
  seen: cell("seen", "good"),
  "not-seen": cell("not seen", "dim"),
  unknown: cell("not seen again", "dim"),
};
const notBefore = cell("unknown before", "dim");

type Text = (value: number) => string;

const two = (value: number, width = 2): string => String(value).padStart(width, "0");
/** In the terminal's time zone, as every other time of the day. */
const clock: Text = (value) => {
  const date = new Date(value);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${two(date.getMilliseconds(), 3)}`;
};

/** What a bare number of a fact is. */
const numberTexts: Readonly<Partial<Record<ProofFact["fact"], Text>>> = {
  lockCreatedAt: clock,
  servingSince: clock,
  refusedGap: (value) => `${(value / 1000).toFixed(3)} s`,
  rpc: (value) => `after ${(value / 1000).toFixed(3)} s`,
};

/** An id by its first characters: they tell it from another. */
function valueText(fact: ProofFact["fact"], value: string | number | null): string {
  if (value === null) return UNKNOWN;
  if (typeof value === "number") return numberTexts[fact]?.(value) ?? String(value);
  return /^[\da-f-]{16,}$/iu.test(value) ? `${value.slice(0, 8)}…` : value;
}

/** Of what happens once there is only an after. */
function valuesText({ fact, before, after, says: word }: ProofFact): string {
  const once = word === "seen" || word === "not-seen";
  if (after === null && (once || before === null)) return "";
  if (once || after === null || word === "same") return valueText(fact, after ?? before);
  return `${valueText(fact, before)} → ${valueText(fact, after)}`;
}

export type ShownFact = { readonly name: string; readonly values: string; readonly says: Cell };

/** None, when nothing was looked at afterwards: then there is no evidence to show. */
export function shownFacts(facts: readonly ProofFact[]): readonly ShownFact[] {
  if (facts.every(({ says: word }) => word === "unknown" || word === "not-seen")) return [];
  return facts.map((fact) => ({
    name: names[fact.fact],
    values: settled(valuesText(fact)),
    says: fact.says === "unknown" && fact.before === null && fact.after !== null ? notBefore : says[fact.says],
  }));
}

const attributions: { readonly [A in Attribution]: string } = {
  ours: "the gateway names our request as the reason of this restart",
  coalesced: "the gateway put our request together with another one, which was under way",
  "not-known": "on whose request it restarted is not known",
};

const accepted = "asked by us and accepted";

/** A request that was taken, and a restart whose reason nobody names: both are told, so that neither contradicts the other. */
function unnamed({ facts }: ProofVerdict): string {
  const of = (name: ProofFact["fact"]) => facts.find(({ fact }) => fact === name);
  if (of("bootRecord")?.says === "seen") return `${accepted}; the gateway's own record of this restart names no request`;
  // Boots have names since the release that has the table.
  if (of("bootId")?.after == null) return `${accepted}; this release keeps no record that would name the request`;
  return `${accepted}; the boot table, which would name it, cannot be read here (Node 22.5 on its host can)`;
}

/** On whose request; null when it did not restart. */
export function attributionWords(verdict: ProofVerdict): string | null {
  if (!("attribution" in verdict)) return null;
  const taken = verdict.attribution === "not-known" && verdict.accepted != null;
  return taken ? unnamed(verdict) : attributions[verdict.attribution];
}

const NAME = 20;
const SAYS = 16;

/** The evidence for the screen. What could not be read matters where it is what is missing. */
export function factLines(verdict: ProofVerdict, columns: number): readonly Line[] {
  const told = verdict.kind === "unproved" ? verdict.facts : verdict.facts.filter((fact) => fact.says !== "unknown");
  const facts = shownFacts(told);
  if (facts.length === 0) return [];
  const wide = Math.min(SAYS, Math.max(...facts.map((fact) => fact.says.text.length)) + 2);
  const lines = facts.flatMap((fact) =>
    wrapped(fact.values, Math.max(8, columns - NAME - wide)).map((part, index): Line => [
      cell((index === 0 ? fact.name : "").padEnd(NAME), "dim"),
      cell((index === 0 ? fact.says.text : "").padEnd(wide), fact.says.tone),
      cell(part),
    ]),
  );
  const asked = attributionWords(verdict);
  const by = asked === null ? [] : wrapped(asked, columns).map((part): Line => [cell(part, "dim")]);
  return [[cell("evidence", "strong")], ...lines, ...by];
}
