// What Ink heard → the key names of the key table. One call can carry many keys: typing fast, auto-repeat, slow links.
import type { Key } from "ink";

type Pressed = Partial<Key>;

const flags = {
  upArrow: "up",
  downArrow: "down",
  leftArrow: "left",
  rightArrow: "right",
  pageDown: "pageDown",
  pageUp: "pageUp",
  home: "home",
  end: "end",
  return: "enter",
  escape: "esc",
  tab: "tab",
  backspace: "backspace",
  delete: "delete",
} as const satisfies Partial<Record<keyof Key, string>>;

/** Keys whose modifiers are told inside their own sequence. */
const arrows = ["upArrow", "downArrow", "leftArrow", "rightArrow", "pageDown", "pageUp", "home", "end", "delete"] as const;

const controls: Readonly<Record<string, string>> = {
  "\r": "enter",
  "\n": "enter",
  "\t": "tab",
  " ": "space",
  "\u001b": "esc",
  "\u007f": "backspace",
  "\b": "backspace",
};

// The rest of an arrow or function key whose escape came too early: `[A`, `[15~`, `OP`.
const residue = /^(?:\[[\d;?<>=]*[A-Za-z~]|O[A-Z])/u;

function nameOf(char: string): string | null {
  const named = controls[char];
  if (named !== undefined) return named;
  const code = char.codePointAt(0) ?? 0;
  if (code >= 32) return char;
  return code >= 1 && code <= 26 ? `ctrl+${String.fromCodePoint(code + 96)}` : null;
}

/**
 * Over a slow link `esc` and the next key arrive in one read and look like alt with that key. Nothing here is on alt, so it is the
 * two keys that were pressed. A lone `O` is the start of a function key that came in two pieces; arrows have a sequence of their own.
 */
function afterEscape(input: string, key: Pressed): readonly string[] | null {
  // With an event type it is the terminal that says alt.
  if (key.meta !== true || key.eventType !== undefined || input === "O") return null;
  if (arrows.some((flag) => key[flag] === true)) return null;
  return ["esc", ...keyNames(input, { ...key, meta: false })];
}

/** Key names in the order they were pressed; none for a key that has no name here. */
export function keyNames(input: string, key: Pressed): readonly string[] {
  if (key.eventType === "release") return [];
  const split = afterEscape(input, key);
  if (split !== null) return split;
  for (const [flag, name] of Object.entries(flags)) {
    if (key[flag as keyof typeof flags] === true) return [key.shift === true && flag === "tab" ? "shift+tab" : name];
  }
  if (key.ctrl === true) return input === "" ? [] : [`ctrl+${input === " " ? "space" : input}`];
  if (key.meta === true || key.super === true || key.hyper === true) return [];
  const typed = input.length > 1 ? input.replace(residue, "") : input;
  return Array.from(typed)
    .map(nameOf)
    .filter((name) => name !== null);
}
