// Reading values of unknown shape without trusting any of it.

export type Json = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

/** The value at a dotted path; undefined when anything on the way is missing. */
export function at(value: unknown, dotted: string): unknown {
  let current = value;
  for (const key of dotted.split(".")) {
    if (!isRecord(current) || !Object.hasOwn(current, key)) return undefined;
    current = current[key];
  }
  return current;
}

/** A trimmed, non-empty string at a dotted path. */
export function textAt(value: unknown, dotted: string): string | null {
  const found = at(value, dotted);
  return typeof found === "string" && found.trim() !== "" ? found.trim() : null;
}
