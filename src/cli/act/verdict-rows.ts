// The end of a restart run: the verdict, the evidence it rests on, and what to do when it is not what was wanted.
import type { ProofFact, ProofVerdict } from "../../data/restart/proof.ts";
import type { RestartRun } from "../../data/restart/run.ts";
import { cell, toneOf, type Tone } from "../../data/select/cell.ts";
import { attributionWords, shownFacts, verdictFace } from "../../data/select/proof.ts";
import { fit, widthOf } from "../../data/select/text.ts";
import { duration } from "../../data/units.ts";
import { marks } from "../../ui/theme.ts";
import type { Row } from "./paper.ts";

function factRows(facts: readonly ProofFact[]): readonly Row[] {
  const shown = shownFacts(facts);
  const nameWidth = Math.max(0, ...shown.map(({ name }) => name.length));
  const valueWidth = Math.min(48, Math.max(0, ...shown.map(({ values }) => widthOf(values))));
  return shown.map(({ name, values, says }) => [
    cell(`    ${name.padEnd(nameWidth)}  `, "dim"),
    cell(`${fit(values, valueWidth)}  `),
    says,
  ]);
}

/** What the sentence leaves out, and the next step. */
function remarks(verdict: ProofVerdict, waitedMs: number): readonly { readonly text: string; readonly tone: Tone }[] {
  const plain = (text: string) => ({ text, tone: "plain" as const });
  const todo = (text: string) => ({ text, tone: "accent" as const });
  switch (verdict.kind) {
    case "proved-in-process":
    case "proved-new-process":
      return [
        ...[attributionWords(verdict)].filter((text) => text !== null).map(plain),
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
  const { mark } = verdictFace(verdict);
  return [
    [cell(`${marks[mark]} `, toneOf[mark]), cell(verdict.sentence, "strong")],
    ...factRows(verdict.facts),
    ...remarks(verdict, run.ms).map(({ text, tone }): Row => [cell("  "), cell(text, tone)]),
  ];
}
