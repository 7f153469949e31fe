// What was typed behind `gatetop guard install`, as the words an installed guard is started with.
import path from "node:path";
import { parseArgs } from "node:util";
import { flagList, type FlagKey } from "../../flags.ts";

/** Of the installing itself, or of this terminal. */
const ownWords: ReadonlySet<FlagKey> = new Set<FlagKey>(["yes", "timer", "dryRun", "json", "once", "noColor", "ascii", "help", "version"]);
/** A service is not started where the person stood. */
const paths: ReadonlySet<FlagKey> = new Set<FlagKey>(["stateDir", "config", "tokenFile", "passwordFile", "log"]);
const verbs = new Set(["guard", "install"]);

/** `~` is for whoever reads it. */
const absolute = (text: string, cwd: string): string => (text.startsWith("~") ? text : path.resolve(cwd, text));

/** `argv` without node and script; it has been parsed before, so that every flag is one there is. */
export function guardArguments(argv: readonly string[], cwd: string): readonly string[] {
  const options = Object.fromEntries(
    flagList.map(([, flag]) => [flag.name, { type: flag.kind === "switch" ? ("boolean" as const) : ("string" as const) }]),
  );
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true });
  const words: string[] = [];
  const flags: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional" && !verbs.has(token.value)) words.push(token.value);
    if (token.kind !== "option") continue;
    const key = flagList.find(([, flag]) => flag.name === token.name)?.[0];
    if (key === undefined || ownWords.has(key)) continue;
    const value = token.value === undefined ? [] : [paths.has(key) ? absolute(token.value, cwd) : token.value];
    flags.push([`--${token.name}`, ...value].join("="));
  }
  return ["guard", ...words, ...flags];
}

/**
 * They say where OpenClaw's things and gatetop's are; a service manager has none of them from the shell. An address may hold a
 * password and is left out: it is given behind the command.
 */
const directories = ["OPENCLAW_HOME", "OPENCLAW_STATE_DIR", "OPENCLAW_CONFIG_PATH", "XDG_STATE_HOME", "XDG_CONFIG_HOME"] as const;
const words = ["OPENCLAW_PROFILE", "OPENCLAW_GATEWAY_PORT", "GATETOP_READONLY"] as const;

export function guardEnvironment(env: NodeJS.ProcessEnv, cwd: string): Readonly<Record<string, string>> {
  const set = (name: string, text: (value: string) => string): readonly (readonly [string, string])[] => {
    const value = env[name]?.trim() ?? "";
    return value === "" ? [] : [[name, text(value)]];
  };
  return Object.fromEntries([
    ...directories.flatMap((name) => set(name, (value) => absolute(value, cwd))),
    ...words.flatMap((name) => set(name, (value) => value)),
  ]);
}
