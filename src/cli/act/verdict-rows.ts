// The end of a restart run: the verdict, the evidence it rests on, and what to do when it is not what was wanted.
import type { Attribution, ProofFact, ProofVerdict } from "../../data/restart/proof.ts";
import type { RestartRun } from "../../data/restart/run.ts";
import { cell, toneOf, UNKNOWN, type Tone } from "../../data/select/cell.ts";
import { fit, widthOf } from "../../data/select/text.ts";
import { duration } from "../../data/units.ts";
import { marks } from "../../ui/theme.ts";
import type { Row } from "./paper.ts";
import { verdictMarks } from "./verdict-marks.ts";

const factNames: { readonly [F in ProofFact["fact"]]: string } = {
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

const notBefore = { text: "unknown before", tone: "dim" } as const;
const saysOf = ({ before, after, says: word }: ProofFact) =>
  word === "unknown" && before === null && after !== null ? notBefore : says[word];

type Text = (value: string | number) => string;

const clock: Text = (value) => new Date(value).toISOString().slice(11, 23);
const span: Text = (value) => duration(Number(value));
const moment: Text = (value) => `after ${duration(Number(value))}`;

/** What a bare number of a fact is. */
const numberTexts: Readonly<Partial<Record<ProofFact["fact"], Text>>> = {
  lockCreatedAt: clock,
  servingSince: clock,
  refusedGap: span,
  rpc: moment,
};

const says: { readonly [S in ProofFact["says"]]: { readonly text: string; readonly tone: Tone } } = {
  changed: { text: "changed", tone: "good" },
  same: { text: "same", tone: "plain" },
  seen: { text: "seen", tone: "good" },
  "not-seen": { text: "not seen", tone: "dim" },
  unknown: { text: "not seen again", tone: "dim" },
};

/** An id by its first characters, a time by its clock. */
function valueText(fact: ProofFact["fact"], value: string | number | null): string {
  if (value === null) return UNKNOWN;
  if (typeof value === "number") return numberTexts[fact]?.(value) ?? String(value);
  return /^[\da-f-]{16,}$/iu.test(value) ? `${value.slice(0, 8)}…` : value;
}

/** Of what happens once there is only an after. */
function valuesText({ fact, before, after, says }: ProofFact): string {
  const once = says === "seen" || says === "not-seen";
  if (after === null && (once || before === null)) return "";
  if (once || after === null || says === "same") return valueText(fact, after ?? before);
  return `${valueText(fact, before)} → ${valueText(fact, after)}`;
}

/** Nothing, when nothing was looked at after it: then there is no evidence to show. */
function factRows(facts: readonly ProofFact[]): readonly Row[] {
  if (facts.every(({ says }) => says === "unknown" || says === "not-seen")) return [];
  const shown = facts.map((fact) => ({ name: factNames[fact.fact], values: valuesText(fact), ...saysOf(fact) }));
  const nameWidth = Math.max(0, ...shown.map(({ name }) => name.length));
  const valueWidth = Math.min(48, Math.max(0, ...shown.map(({ values }) => widthOf(values))));
  return shown.map(({ name, values, text, tone }) => [
    cell(`    ${name.padEnd(nameWidth)}  `, "dim"),
    cell(`${fit(values, valueWidth)}  `),
    cell(text, tone),
  ]);
}

const attributions: { readonly [A in Attribution]: string } = {
  ours: "the gateway names our request as the reason of this restart",
  coalesced: "the gateway put our request together with another one, which was under way",
  "not-known": "on whose request it restarted is not known",
};

/** What the sentence leaves out, and the next step. */
function remarks(verdict: ProofVerdict, waitedMs: number): readonly { readonly text: string; readonly tone: Tone }[] {
  const plain = (text: string) => ({ text, tone: "plain" as const });
  const todo = (text: string) => ({ text, tone: "accent" as const });
  switch (verdict.kind) {
    case "proved-in-process":
    case "proved-new-process":
      return [
        plain(attributions[verdict.attribution]),
        ...verdict.suppressed.map((account) => ({ text: `the crash-loop breaker keeps ${account} down`, tone: "warn" as const })),
      ];
    case "stopped":
      return [];
    case "not-restarted":
      return verdict.fix === null ? [] : [todo(verdict.fix)];
    case "still-deferred":
      return [plain(`watched for ${duration(waitedMs)}`), todo("gatetop restart --mode force --drain 10 does not wait for it")];
    case "still-draining":
    case "unproved":
      return [plain(`watched for ${duration(waitedMs)}`)];
  }
}

/** Empty while there is no verdict. */
export function verdictRows(run: RestartRun): readonly Row[] {
  const { verdict } = run;
  if (verdict === null) return [];
  const mark = verdictMarks[verdict.kind];
  return [
    [cell(`${marks[mark]} `, toneOf[mark]), cell(verdict.sentence, "strong")],
    ...factRows(verdict.facts),
    ...remarks(verdict, run.ms).map(({ text, tone }): Row => [cell("  "), cell(text, tone)]),
  ];
}
