// openclaw.json: JSON5 with $include. Whatever is broken is named with file, line and column; the rest still counts.
import JSON5 from "json5";
import path from "node:path";
import { harmless } from "../../data/harmless.ts";
import type { Files } from "./files.ts";
import { isRecord, type Json } from "./records.ts";

export type ConfigText = {
  /** Merged top-level keys the finder needs; null when there is no readable config. */
  readonly config: Json | null;
  readonly state: "read" | "missing" | "unreadable" | "broken";
  /** One sentence each. */
  readonly problems: readonly string[];
};

/** OpenClaw's own bound. */
const DEEPEST = 10;
/** A broken include below any other key cannot matter to us, so it is not even opened. */
const neededKeys = new Set(["gateway", "secrets", "env", "meta"]);

export function readConfig(files: Files, configPath: string): ConfigText {
  const file = files.read(configPath);
  if (file.kind === "missing") return { config: null, state: "missing", problems: [] };
  if (file.kind === "unreadable")
    return { config: null, state: "unreadable", problems: [`the config ${configPath} cannot be read: ${file.why}`] };
  const parsed = parse(file.text);
  if ("broken" in parsed) return { config: null, state: "broken", problems: [`the config ${configPath} is broken: ${parsed.broken}`] };
  if (!isRecord(parsed.value)) return { config: null, state: "broken", problems: [`the config ${configPath} is not an object`] };
  const problems: string[] = [];
  const config = resolve(parsed.value, { files, file: configPath, chain: [configPath], problems, top: true });
  return { config: isRecord(config) ? config : {}, state: "read", problems };
}

function parse(text: string): { readonly value: unknown } | { readonly broken: string } {
  const bare = text.replace(/^\uFEFF/u, "");
  try {
    return { value: JSON.parse(bare) as unknown };
  } catch {
    // Not strict JSON: JSON5 says whether it is broken, and where.
  }
  try {
    return { value: JSON5.parse<unknown>(bare) };
  } catch (error) {
    const found = isRecord(error) ? error : {};
    const what = error instanceof Error ? error.message.replace(/^JSON5: /u, "").replace(/ at \d+:\d+$/u, "") : "not JSON5";
    return { broken: `${harmless(what, 80)} at line ${String(found["lineNumber"])}, column ${String(found["columnNumber"])}` };
  }
}

type Context = {
  readonly files: Files;
  readonly file: string;
  readonly chain: readonly string[];
  readonly problems: string[];
  readonly top: boolean;
};

function resolve(value: unknown, context: Context): unknown {
  const below = { ...context, top: false };
  if (Array.isArray(value)) return value.map((item) => resolve(item, below));
  if (!isRecord(value)) return value;
  const { $include, ...rest } = value;
  const needed = Object.entries(rest).filter(([key]) => !context.top || neededKeys.has(key));
  const own = Object.fromEntries(needed.map(([key, child]) => [key, resolve(child, below)]));
  if ($include === undefined) return own;
  const names = Array.isArray($include) ? $include : [$include];
  let merged: unknown = {};
  for (const name of names) {
    const included = typeof name === "string" ? load(name, context) : refuse("$include is not a file name", context);
    if (included !== undefined) merged = merge(merged, included);
  }
  return Object.keys(own).length === 0 ? merged : merge(merged, own);
}

function refuse(why: string, { file, problems }: Context): undefined {
  problems.push(`in ${file}: ${why}; that part is left out`);
}

function load(name: string, context: Context): unknown {
  const file = path.resolve(path.dirname(context.file), name);
  if (context.chain.includes(file)) return refuse(`$include goes in a circle: ${[...context.chain, file].join(" → ")}`, context);
  if (context.chain.length > DEEPEST) return refuse(`$include is nested more than ${DEEPEST} deep`, context);
  const read = context.files.read(file);
  if (read.kind !== "text")
    return refuse(`$include ${file} ${read.kind === "missing" ? "does not exist" : `cannot be read: ${read.why}`}`, context);
  const parsed = parse(read.text);
  if ("broken" in parsed) return refuse(`$include ${file} is broken: ${parsed.broken}`, context);
  return resolve(parsed.value, { ...context, file, chain: [...context.chain, file] });
}

/** OpenClaw's rule: objects merge, arrays join, of anything else the later wins. */
function merge(base: unknown, over: unknown): unknown {
  if (Array.isArray(base) && Array.isArray(over)) return [...(base as unknown[]), ...(over as unknown[])];
  if (!isRecord(base) || !isRecord(over)) return over;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (key === "__proto__" || key === "constructor" || key === "prototype") continue;
    merged[key] = Object.hasOwn(merged, key) ? merge(merged[key], value) : value;
  }
  return merged;
}
