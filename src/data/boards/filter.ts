// The filter of a board: a regular expression, `!` first for what does not match it.
export type Matcher = {
  readonly matches: (text: string) => boolean;
  /** It leaves nothing out: no row has to be looked at. */
  readonly all: boolean;
  /** Why it filters nothing although something is typed; null: it does. */
  readonly problem: string | null;
};

const everything: Matcher = { matches: () => true, all: true, problem: null };

function made(text: string): Matcher {
  const inverted = text.startsWith("!");
  const source = inverted ? text.slice(1) : text;
  if (source === "") return everything;
  try {
    const pattern = new RegExp(source, "iu");
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
