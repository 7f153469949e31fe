// `gatetop info`: what was found and from where, and the paths in use. Nothing is contacted.
import { harmless } from "../data/harmless.ts";
import type { Fact } from "./find/facts.ts";
import type { FoundGateway, NoGateway } from "./find/gateway.ts";
import { configNotes, type OwnConfigRead } from "./own-config.ts";
import type { OwnPaths } from "./own-paths.ts";

export type Installation = {
  readonly version: string;
  readonly node: string;
  readonly platform: string;
  readonly paths: OwnPaths;
  /** Why nothing may be changed from here; null: it may. */
  readonly readonly: string | null;
  /** gatetop's own; `file` null: there is none, everything is as without one. */
  readonly config: Pick<OwnConfigRead, "file" | "unread" | "problems">;
};

type Row = Pick<Fact, "name" | "value" | "from">;

/** A path may be as long as it is; it is only made fit for a terminal. */
const clean = (text: string): string => harmless(text, 4_096);

export function infoText(found: FoundGateway | NoGateway, installation: Installation): string {
  const facts = found.kind === "found" ? found.facts : [];
  const own: readonly Row[] = [
    { name: "gatetop", value: installation.version, from: `node ${installation.node}, ${installation.platform}` },
    { name: "read-only", value: installation.readonly === null ? "no" : "yes", from: installation.readonly ?? "nothing forbids repairs" },
    { name: "own config", value: installation.config.file ?? installation.paths.config, from: configFrom(installation) },
    { name: "own state", value: installation.paths.state, from: "device key, device tokens, journal, mutes, guard, copies of the config" },
    { name: "own cache", value: installation.paths.cache, from: "may be deleted at any time" },
  ];
  const rows = [...facts, ...own].map(({ name, value, from }) => ({ name, value: clean(value), from: clean(from) }));
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const valueWidth = Math.min(60, Math.max(...rows.map(({ value }) => value.length)));
  const lines = rows.map(({ name, value, from }) => `${name.padEnd(nameWidth)}  ${value.padEnd(valueWidth)}  ${from}`);
  lines.splice(facts.length, 0, ...(facts.length > 0 ? [""] : []));
  return [...lines, ...remarks(found, configNotes(installation.config))].map((line) => `${line.trimEnd()}\n`).join("");
}

function configFrom({ config: { file, problems } }: Installation): string {
  if (file === null) return "config.json5 or config.json, when one is there";
  return problems.length === 0 ? "all of it applies" : `${problems.length} ${problems.length === 1 ? "thing" : "things"} wrong in it`;
}

function remarks(found: FoundGateway | NoGateway, own: readonly string[]): readonly string[] {
  const wrong = own.map((note) => `warning: ${clean(note)}`);
  if (found.kind === "failed") return ["", `no gateway: ${clean(found.sentence)}`, `  ${clean(found.hint)}`, ...wrong];
  const missing = found.missing === null ? [] : [`no credential: ${clean(found.missing.why)}`, `  ${clean(found.missing.fix)}`];
  const warnings = [...found.warnings.map((warning) => `warning: ${clean(warning)}`), ...wrong];
  return missing.length + warnings.length === 0 ? [] : ["", ...missing, ...warnings];
}

/** The same as JSON, schema gatetop-info/1. Unknown is null. */
export function infoJson(found: FoundGateway | NoGateway, installation: Installation): string {
  const gateway =
    found.kind === "failed"
      ? { target: null, facts: [], warnings: [], missing: null, failed: { why: found.sentence, fix: found.hint } }
      : { target: found.target, facts: found.facts, warnings: found.warnings, missing: found.missing, failed: null };
  return `${escaped(JSON.stringify({ schema: "gatetop-info/1", ...gateway, gatetop: installation }, null, 2))}\n`;
}

/** JSON leaves these characters as they are, and a terminal would obey them. */
function escaped(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
