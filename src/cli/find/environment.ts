// Environment variables, with where each came from: the process first, then the .env files OpenClaw loads, then the config's env block.
import path from "node:path";
import { parseEnv } from "node:util";
import type { Found } from "../../data/target.ts";
import type { Files } from "./files.ts";
import { isRecord } from "./records.ts";

export type Variables = Readonly<Record<string, string | undefined>>;

/** The trimmed value of a variable, or null when unset or blank. */
export type Environment = (name: string) => Found<string> | null;

export function processEnvironment(variables: Variables): Environment {
  return (name) => {
    const value = variables[name]?.trim() ?? "";
    return value === "" ? null : { value, from: `$${name}` };
  };
}

/** `upper` first; a name it does not have is looked for in `lower`. */
export function layered(upper: Environment, lower: Environment): Environment {
  return (name) => upper(name) ?? lower(name);
}

/** $OPENCLAW_STATE_DIR/.env, and ~/.config/openclaw/gateway.env, which OpenClaw reads only for the default state directory. */
export function dotEnvironment(files: Files, configDir: string, home: string): Environment {
  const paths = [path.join(configDir, ".env")];
  if (configDir === path.join(home, ".openclaw")) paths.push(path.join(home, ".config", "openclaw", "gateway.env"));
  const read = paths.flatMap((file): { file: string; values: Variables }[] => {
    const text = files.read(file);
    return text.kind === "text" ? [{ file, values: parseEnv(text.text) }] : [];
  });
  return (name) => {
    for (const { file, values } of read) {
      const value = values[name]?.trim() ?? "";
      if (value !== "") return { value, from: `$${name} in ${file}` };
    }
    return null;
  };
}

/** `env.vars` and the plain strings of the config's `env` block. */
export function configEnvironment(config: unknown, configPath: string): Environment {
  const block = isRecord(config) && isRecord(config["env"]) ? config["env"] : {};
  const vars = isRecord(block["vars"]) ? block["vars"] : {};
  return (name) => {
    if (name === "vars" || name === "shellEnv") return null;
    const value = [vars[name], block[name]].find((candidate) => typeof candidate === "string" && candidate.trim() !== "");
    if (typeof value !== "string" || value.includes("${")) return null;
    return { value: value.trim(), from: `env.${name} in ${configPath}` };
  };
}

/** `${NAME}` inside a config string; `$${NAME}` is the text itself. Gives the first name that is not set, if there is one. */
export function substituted(text: string, environment: Environment): { readonly text: string } | { readonly unset: string } {
  let unset: string | null = null;
  const done = text.replace(/\$(\$?)\{([A-Z_][A-Z0-9_]*)\}/gu, (_, escaped: string, name: string) => {
    if (escaped !== "") return `\${${name}}`;
    const found = environment(name);
    if (found === null) unset ??= name;
    return found?.value ?? "";
  });
  return unset === null ? { text: done } : { unset };
}
