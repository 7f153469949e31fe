// What a rule of the unit audit is. A row says what is wanted and why; what to type follows from where the setting stands.
import type { UnitFinding, UnitSettings } from "./unit-audit.ts";

export type UnitKind = UnitSettings["kind"];

/** `why` and `fix` take the place of the row's; `fix` null: the row's line, written where it counts. */
export type Judged = {
  readonly status: UnitFinding["status"];
  readonly found: string | null;
  readonly severity?: UnitFinding["severity"];
  readonly why?: string;
  readonly fix?: string;
};

export type UnitRule = {
  /** Stable: `gatetop doctor --json` and docs/service.md know it by this. */
  readonly id: string;
  readonly kinds: readonly UnitKind[];
  readonly severity: UnitFinding["severity"];
  /** The directive of the unit file, or what else is looked at. */
  readonly setting: string;
  readonly wanted: string;
  readonly why: string;
  /** What is written where; null: the check gives the fix itself. */
  readonly line: { readonly section: "Unit" | "Service"; readonly text: string } | null;
  /** What to do, for docs/service.md and wherever the check says nothing better. */
  readonly fix: string;
  readonly check: (settings: UnitSettings) => Judged;
};

export const ok = (found: string | null, why?: string): Judged => ({ status: "ok", found, ...(why === undefined ? {} : { why }) });
export const fault = (found: string | null, more: Partial<Judged> = {}): Judged => ({ status: "fault", found, ...more });
export const untold = (why: string): Judged => ({ status: "unknown", found: null, why });

/** The value in force; null: the manager did not tell it. */
export const valueOf = ({ settings }: UnitSettings, name: string): string | null => settings[name]?.value ?? null;

/** A setting with one good value. */
export const wants =
  (name: string, good: (value: string) => boolean): UnitRule["check"] =>
  (settings) => {
    const value = valueOf(settings, name);
    if (value === null) return untold(`the manager does not tell ${name}`);
    return good(value) ? ok(value) : fault(value);
  };

/** A setting that is a list of words, and must have one of them. */
export const includes = (name: string, word: string): UnitRule["check"] => {
  const good = wants(name, (value) => value.split(/\s+/u).includes(word));
  return (settings) => {
    const judged = good(settings);
    return judged.found === "" ? { ...judged, found: "not set" } : judged;
  };
};
