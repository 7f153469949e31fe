// Names that come again and again, as numbers.

const MOST = 65_534;
const OTHER = "other";

const indexes = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

function indexOf(names: readonly string[]): ReadonlyMap<string, number> {
  const known = indexes.get(names);
  if (known !== undefined) return known;
  const made = new Map(names.map((name, index) => [name, index]));
  indexes.set(names, made);
  return made;
}

/** The list with what is new in `wanted`, the same list when nothing is; and the number of a name in it, 0 for none. */
export function interned(
  names: readonly string[],
  wanted: Iterable<string | null>,
): { readonly names: readonly string[]; readonly numberOf: (name: string | null) => number } {
  const known = indexOf(names);
  const fresh = new Set<string>();
  for (const name of wanted) {
    if (name === null || known.has(name)) continue;
    fresh.add(names.length + fresh.size < MOST ? name : OTHER);
  }
  if (known.has(OTHER)) fresh.delete(OTHER);
  const all = fresh.size === 0 ? names : [...names, ...fresh];
  const numbers = indexOf(all);
  return { names: all, numberOf: (name) => (name === null ? 0 : (numbers.get(name) ?? numbers.get(OTHER) ?? 0)) };
}
