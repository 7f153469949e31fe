// Two frames of one moment under different names: what must be the same all the same.

/** `text`: up to its end. `cut`: at an ellipsis before any name; `named`: at the first name. Blanks in a row count as one. */
type Row = { readonly text: string; readonly end: "whole" | "cut" | "named" };

/** How wide a column is depends on the names in it. */
export function nameless(rows: readonly string[], anyName: RegExp): readonly Row[] {
  return rows.map((row) => {
    const closed = row.replace(/\s+/gu, " ");
    const name = closed.search(anyName);
    const cut = closed.indexOf("…");
    if (cut >= 0 && (name < 0 || cut < name)) return { text: closed.slice(0, cut), end: "cut" };
    return name < 0 ? { text: closed, end: "whole" } : { text: closed.slice(0, name), end: "named" };
  });
}

const begins = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one);

/** A text that is cut is cut elsewhere, or not at all, when a name beside it is longer. */
function agree(one: Row, other: Row): boolean {
  return one.end === "whole" && other.end === "whole" ? one.text === other.text : begins(one.text, other.text);
}

/** Rows that name somebody stand in the order of the names: only what they begin with is compared, wherever they stand. */
const begun = (rows: readonly Row[]): readonly string[] => rows.map(({ text }) => text).sort();

/** In words; empty: they are the same but for names. */
export function differing(live: readonly Row[], played: readonly Row[]): readonly string[] {
  const named: { readonly live: Row[]; readonly played: Row[] } = { live: [], played: [] };
  const differences: string[] = [];
  for (const [index, one] of live.entries()) {
    const other = played[index] ?? { text: "", end: "whole" };
    const isPlaced = one.end === "cut" || other.end === "cut" || (one.end === "whole" && other.end === "whole");
    if (isPlaced && !agree(one, other)) differences.push(`${one.text} | ${other.text}`);
    if (!isPlaced && one.end === "named") named.live.push(one);
    if (!isPlaced && other.end === "named") named.played.push(other);
  }
  const [ofLive, ofPlayed] = [begun(named.live), begun(named.played)];
  for (let index = 0; index < Math.max(ofLive.length, ofPlayed.length); index += 1) {
    const [one, other] = [ofLive[index], ofPlayed[index]];
    if (one === undefined || other === undefined || !begins(one, other)) differences.push(`${one ?? "no row"} | ${other ?? "no row"}`);
  }
  return differences;
}
