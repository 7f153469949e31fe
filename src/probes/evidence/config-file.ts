// openclaw.json as far as evidence needs it: JSON5, without following its includes.
import JSON5 from "json5";
import { readOrNull } from "../local/kernel.ts";
import type { World } from "../probe.ts";

export type Json = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

const MAX_BYTES = 2_000_000;

/** Null when it is broken: what that means to the gateway nobody can say. */
function parseConfig(text: string): Json | null {
  try {
    const value = JSON5.parse<unknown>(text.replace(/^\uFEFF/u, ""));
    return isRecord(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The first of `paths` that is there; null when none can be read. */
export async function readConfigFile(world: World, paths: readonly (string | null)[]): Promise<Json | null> {
  for (const path of paths) {
    const text = path === null ? null : await readOrNull(world, path, { maxBytes: MAX_BYTES });
    if (text !== null) return parseConfig(text);
  }
  return null;
}
