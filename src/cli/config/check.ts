// The text of a config file → what it says, and what is wrong in it, by line and column.
import JSON5 from "json5";
import { rules } from "../../data/alerts/rules.ts";
import { defaultConfig, merged } from "../../data/config/merge.ts";
import type { ConfigProblem, OwnConfig } from "../../data/config/own-config.ts";
import type { Wrong } from "../../data/config/shape.ts";
import { harmless } from "../../data/harmless.ts";
import { isRecord } from "../find/records.ts";
import { nearest } from "../nearest.ts";
import { placeAt, positionsOf, type Positions } from "./positions.ts";

/** `value`: what the file holds; null, and why, when nothing of it can be used. */
export type Checked = {
  readonly config: OwnConfig;
  readonly problems: readonly ConfigProblem[];
  readonly value: Readonly<Record<string, unknown>> | null;
  readonly broken: string | null;
};

const WHY_MAX = 300;
const PATH_MAX = 120;
const SYNTAX_MAX = 80;

type Broken = { readonly broken: string; readonly why: string; readonly line: number; readonly column: number };

function parse(text: string): { readonly value: unknown } | Broken {
  try {
    return { value: JSON5.parse<unknown>(text) };
  } catch (error) {
    const { lineNumber: line, columnNumber: column } = error as { readonly lineNumber?: number; readonly columnNumber?: number };
    const broken = harmless(error instanceof Error ? error.message.replace(/^JSON5: /u, "") : "not JSON5", SYNTAX_MAX);
    return { broken, why: `${broken.replace(/ at \d+:\d+$/u, "")}: nothing of this file applies`, line: line ?? 1, column: column ?? 1 };
  }
}

export function checkConfig(file: string, text: string): Checked {
  const bare = text.replace(/^\uFEFF/u, "");
  const parsed = parse(bare);
  if ("broken" in parsed) {
    const { broken, why, line, column } = parsed;
    return { config: defaultConfig, problems: [{ file, line, column, path: "", why }], value: null, broken };
  }
  const { value } = parsed;
  if (!isRecord(value)) {
    const why = "not an object: nothing of this file applies";
    return { config: defaultConfig, problems: [{ file, line: 1, column: 1, path: "", why }], value: null, broken: "not an object" };
  }
  const { config, wrong } = merged(value, rules, nearest);
  const positions = positionsOf(bare);
  const problems = [...wrong.map((one) => wrongProblem(file, bare, positions, one)), ...againProblems(file, bare, positions)];
  return { config, problems: problems.sort((a, b) => a.line - b.line || a.column - b.column), value, broken: null };
}

const pathText = (path: readonly string[]): string => harmless(path.join("."), PATH_MAX);

function wrongProblem(file: string, text: string, { spanOf }: Positions, { path, at, why }: Wrong): ConfigProblem {
  const span = spanOf(path);
  const offset = at === "key" ? (span?.key ?? span?.value) : span?.value;
  return { file, ...placeAt(text, offset ?? 0), path: pathText(path), why: harmless(`${why}; it is left out`, WHY_MAX) };
}

const againProblems = (file: string, text: string, { again }: Positions): readonly ConfigProblem[] =>
  again.map(({ path, key }) => ({ file, ...placeAt(text, key), path: pathText(path), why: "given twice: the last one counts" }));
