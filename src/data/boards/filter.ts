// The filter of a board: a regular expression, `!` first for what does not match it.
export type Matcher = {
  readonly matches: (text: string) => boolean;
  /** It leaves nothing out: no row has to be looked at. */
  readonly all: boolean;
  /** Why it filters nothing although something is typed; null: it does. */
  readonly problem: string | null;
};

const everything: Matcher = { matches: () => true, all: true, problem: null };

const atoms = /\\.|\[(?:\\.|[^\]\\])*\]|\(\?(?:[:=!]|<[=!]|<\w+>)|\{\d[\d,]*\}|./gsu;
const repeats = /^(?:[*+?]|\{\d[\d,]*\})$/u;
const repeatsMuch = /^(?:[*+]|\{\d[\d,]*\})$/u;
const backReference = /^\\[1-9k]$/u;
/** Takes nearly every character, as often as it likes. */
const wide = /^(?:\.|\\[DSWw]|\[\^.*)$/su;
const endless = /^(?:[*+]|\{\d+,(?:\d{2,})?\})$/u;

const MOST_WIDE = 3;
const MOST_ENDLESS = 5;
const MOST_REPEATS = 15;

/** Each part of a line is tried with each other one, and their number is raised to a power by each further repeat. */
function triesEverything(parts: readonly string[]): boolean {
  let [wideOnes, endlessOnes, all, before] = [0, 0, 0, -1];
  for (const [index, part] of parts.entries()) {
    if (!repeats.test(part)) continue;
    // Of a repeat it says that few are enough.
    if (repeats.test(parts[index - 1] ?? "")) {
      if (before === index) before += 1;
      continue;
    }
    all += 1;
    if (!endless.test(part)) continue;
    endlessOnes += 1;
    if (!wide.test(parts[index - 1] ?? "")) continue;
    if (before === index - 1) return true;
    wideOnes += 1;
    before = index + 1;
  }
  return wideOnes > MOST_WIDE || endlessOnes > MOST_ENDLESS || all > MOST_REPEATS;
}

/**
 * A repeated group that repeats, or chooses, inside multiplies its tries with every character, as a back reference can; and nothing
 * stops a regular expression that runs.
 */
function isSlow(source: string): boolean {
  const parts = source.match(atoms) ?? [];
  if (triesEverything(parts)) return true;
  const groups: boolean[] = [false];
  for (const [index, part] of parts.entries()) {
    const top = groups.length - 1;
    if (backReference.test(part)) return true;
    if (part.startsWith("(")) groups.push(false);
    else if (part === ")" && top > 0) {
      const varies = groups.pop() === true;
      if (varies && repeatsMuch.test(parts[index + 1] ?? "")) return true;
      groups[top - 1] ||= varies;
    } else if (part === "|" || repeats.test(part)) groups[top] = true;
  }
  return false;
}

function made(text: string): Matcher {
  const inverted = text.startsWith("!");
  const source = inverted ? text.slice(1) : text;
  if (source === "") return everything;
  // It is in the line or not: to look for it from every character on leads to the same answer.
  const sought = source.replace(/^\^?(?:\.\*\??)+(?![*+?{])/u, "");
  if (isSlow(sought)) return { ...everything, problem: "too slow a pattern: it filters nothing" };
  try {
    const pattern = new RegExp(sought, "iu");
    return { matches: (row) => pattern.test(row) !== inverted, all: false, problem: null };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ...everything, problem: "not a regular expression yet: it filters nothing" };
  }
}

/** The boards' own, and what was typed on the way to them. */
const REMEMBERED = 32;
const matchers = new Map<string, Matcher>([["", everything]]);

/** The same matcher for the same text: what it matched is remembered by it. Upper and lower case are one. */
export function matcherOf(text: string): Matcher {
  const known = matchers.get(text);
  if (known !== undefined) return known;
  const matcher = made(text);
  if (matchers.size >= REMEMBERED) matchers.clear();
  matchers.set(text, matcher);
  return matcher;
}
