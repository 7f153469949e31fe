// What the terminal around us can do, from its size, the environment and the flags.
import type { Look } from "../ui/theme.ts";
import type { Options } from "./options.ts";

export type Size = { readonly columns: number; readonly rows: number };

/** A terminal that does not tell its size (serial line, expect) is 80×24. */
export function sizeOf(stdout: { readonly columns?: number; readonly rows?: number }): Size {
  return { columns: stdout.columns || 80, rows: stdout.rows || 24 };
}

/** For one frame as text: COLUMNS and LINES as the shell gives them, otherwise the terminal, otherwise 120×36. */
export function textSize(
  env: NodeJS.ProcessEnv = process.env,
  stdout: { readonly columns?: number; readonly rows?: number } = process.stdout,
): Size {
  const given = (name: string): number | null => {
    const value = Number(env[name]);
    return Number.isInteger(value) && value > 0 && value < 1_000 ? value : null;
  };
  return { columns: given("COLUMNS") ?? (stdout.columns || 120), rows: given("LINES") ?? (stdout.rows || 36) };
}

/** The dashboard needs a terminal that can move its cursor. */
export function wantsDashboard(options: Options, env: NodeJS.ProcessEnv = process.env): boolean {
  return !options.once && !options.json && process.stdout.isTTY && env["TERM"] !== "dumb";
}

/** An unset locale says nothing; one that names another character set does. */
function isUtf8(env: NodeJS.ProcessEnv): boolean {
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "";
  return locale === "" || /utf-?8/iu.test(locale);
}

/** Null: colours may be drawn. */
export function colourlessWhy({ noColor }: Pick<Options, "noColor">, env: NodeJS.ProcessEnv = process.env): string | null {
  if (noColor) return "--no-color: there are no colours";
  if ((env["NO_COLOR"] ?? "") !== "") return "NO_COLOR is set: there are no colours";
  return env["TERM"] === "dumb" ? "TERM is dumb: there are no colours" : null;
}

export function lookFor(options: Pick<Options, "noColor" | "ascii">, env: NodeJS.ProcessEnv = process.env): Look {
  return { color: colourlessWhy(options, env) === null, ascii: options.ascii || !isUtf8(env) };
}
