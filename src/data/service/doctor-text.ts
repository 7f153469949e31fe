// What the doctor found, for people: what is wrong with the fix below it, then in one line each what is right and what was not seen.
import { cell, toneOf, type Cell, type Mark } from "../select/cell.ts";
import type { Diagnosis, Unseen } from "./doctor.ts";
import type { UnitFinding } from "./unit-audit.ts";

type Row = readonly Cell[];

const markOf: { readonly [S in UnitFinding["severity"]]: Mark } = { crit: "bad", warn: "warn" };

/** The glyph of each mark: the caller knows what its terminal can show. */
export type Glyphs = Readonly<Record<Mark, string>>;

/** Restart is on-failure, wanted: always. */
export function findingWords({ setting, found, wanted }: UnitFinding): string {
  if (wanted === "") return `${setting}: ${found ?? "not known"}`;
  return `${setting} is ${found === null || found === "" ? "not as wanted" : found}, wanted: ${wanted}`;
}

/** One finding, its reason and its fix. */
function findingRows(finding: UnitFinding, glyphs: Glyphs): readonly Row[] {
  const mark = markOf[finding.severity];
  return [
    [cell(`${glyphs[mark]} `, toneOf[mark]), cell(`${finding.id}  `, "strong"), cell(findingWords(finding))],
    [cell("    why  ", "dim"), cell(finding.why)],
    ...(finding.fix === null ? [] : [[cell("    fix  ", "dim"), cell(finding.fix, "accent")]]),
  ];
}

/** Those that share a reason share a line. */
function unseenRows(unknown: readonly Unseen[]): readonly Row[] {
  const byWhy = new Map<string, readonly string[]>();
  for (const { id, why } of unknown) byWhy.set(why, [...(byWhy.get(why) ?? []), id]);
  return Array.from(byWhy, ([why, ids]): Row => [cell("  not seen  ", "dim"), cell(`${ids.join(", ")}: ${why}`, "dim")]);
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

function summary(faults: readonly UnitFinding[], checked: number): Row {
  if (checked === 0) return [cell("nothing could be looked at", "warn")];
  if (faults.length === 0) return [cell("nothing is wrong", "good")];
  const critical = faults.filter(({ severity }) => severity === "crit").length;
  const warnings = faults.length - critical;
  const parts = [...(critical > 0 ? [`${critical} critical`] : []), ...(warnings > 0 ? [counted(warnings, "warning", "warnings")] : [])];
  return [cell(`${parts.join(", ")} of ${checked} checks`, critical > 0 ? "bad" : "warn")];
}

/** Ids OpenClaw's installer mends by writing the unit anew. */
const installed: ReadonlySet<string> = new Set([
  "restart-policy",
  "restart-delay",
  "restart-prevent",
  "stop-timeout",
  "kill-mode",
  "oom-policy",
  "success-status",
  "start-limit",
]);

const installerHint: Row = [
  cell("  or  ", "dim"),
  cell("openclaw gateway install --force writes the whole unit anew, as the installed release has it; drop-ins stay", "dim"),
];

const worstFirst = (a: UnitFinding, b: UnitFinding): number => Number(b.severity === "crit") - Number(a.severity === "crit");

export function doctorRows({ target, unit, findings, unknown }: Diagnosis, glyphs: Glyphs): readonly Row[] {
  const faults = findings.filter(({ status }) => status === "fault").sort(worstFirst);
  const right = findings.filter(({ status }) => status === "ok");
  const news = right.filter(({ fix }) => fix !== null);
  const about = [target?.name, unit].filter((part) => part !== null && part !== undefined).join(" · ");
  return [
    [cell("doctor  ", "dim"), cell(about === "" ? "no gateway" : about, "strong")],
    ...faults.flatMap((finding) => findingRows(finding, glyphs)),
    ...(faults.some(({ id }) => installed.has(id)) ? [installerHint] : []),
    ...news.map((finding): Row => [cell("  news  ", "dim"), cell(`${finding.id}: ${finding.found ?? ""} (${finding.fix ?? ""})`)]),
    ...(right.length === 0 ? [] : [[cell("  right  ", "dim"), cell(right.map(({ id }) => id).join(", "), "good")]]),
    ...unseenRows(unknown),
    summary(faults, findings.length),
  ];
}
