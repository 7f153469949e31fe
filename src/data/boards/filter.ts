// The filter of a board: a regular expression, `!` first for what does not match it.
export type Matcher = {
  readonly matches: (text: string) => boolean;
  /** Why it filters nothing although something is typed; null: it does. */
  readonly problem: string | null;
};

const all: Matcher = { matches: () => true, problem: null };

function made(text: string): Matcher {
  const inverted = text.startsWith("!");
  const source = inverted ? text.slice(1) : text;
  if (source === "") return all;
  try {
    const pattern = new RegExp(source, "iu");
    return { matches: (row) => pattern.test(row) !== inverted, problem: null };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ...all, problem: "not a regular expression yet: it filters nothing" };
  }
}

let last: { readonly text: string; readonly matcher: Matcher } = { text: "", matcher: all };

/** The same matcher for the same text, as long as no other is asked for. Upper and lower case are one. */
export function matcherOf(text: string): Matcher {
  if (last.text !== text) last = { text, matcher: made(text) };
  return last.matcher;
}
