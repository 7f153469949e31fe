// The unit audit: what is wrong first, each with what to type.
import { lastValue } from "../../reading.ts";
import { UNKNOWN, type Mark } from "../../select/cell.ts";
import { field, originOf, type Section } from "../../select/section.ts";
import type { UnitFinding, UnitSettings } from "../../service/unit-audit.ts";
import { findingWords } from "../../service/doctor-text.ts";
import type { State } from "../../state.ts";
import type { ServiceRow, ServiceRows } from "./row.ts";

const markOf = ({ status, severity }: UnitFinding): Mark =>
  status === "ok" ? "ok" : status === "unknown" ? "off" : severity === "crit" ? "bad" : "warn";

const order: readonly Mark[] = ["bad", "warn", "off", "ok"];

/** Each on a line of its own, found, wanted, why and what to do. */
function sectionsOf(state: State, finding: UnitFinding, settings: UnitSettings | null): readonly Section[] {
  const { id, setting, found, wanted, why, fix } = finding;
  const stands = settings?.settings[setting];
  const place = stands === undefined || stands.file === null ? null : `${stands.file}:${stands.line ?? "?"}`;
  return [
    {
      title: id,
      origin: originOf(state, "unitAudit"),
      fields: [
        field("setting", setting),
        field("found", found === null || found === "" ? UNKNOWN : found),
        ...(place === null ? [] : [field("written in", place)]),
        field("wanted", wanted === "" ? UNKNOWN : wanted),
        field("why", why),
        field("fix", fix ?? "nothing to do", fix === null ? "dim" : "accent"),
      ],
    },
  ];
}

const plainWords = ({ setting, found, status, why }: UnitFinding): string =>
  status === "unknown" ? why : `${setting} ${found === null || found === "" ? UNKNOWN : found}`;

export function unitRows(state: State): ServiceRows {
  const audit = lastValue(state.snapshot.unitAudit);
  if (audit === null) {
    const { unitAudit } = state.snapshot;
    return { rows: [], why: unitAudit.kind === "absent" ? unitAudit.why : null };
  }
  const rows = audit.findings.map((finding): ServiceRow => {
    const mark = markOf(finding);
    const isFault = finding.status === "fault";
    return {
      key: finding.id,
      mark,
      name: finding.id,
      words: isFault ? findingWords(finding) : plainWords(finding),
      tone: isFault ? "plain" : "dim",
      note: finding.fix ?? "",
      ...(finding.fix === null ? {} : { fix: true as const }),
      source: "unitAudit",
      sections: () => sectionsOf(state, finding, audit.settings),
      value: finding,
    };
  });
  return { rows: rows.sort((a, b) => order.indexOf(a.mark) - order.indexOf(b.mark)), why: audit.why };
}
