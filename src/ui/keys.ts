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

/** Key names in the order they were pressed; none for a key that has no name here. */
export function keyNames(input: string, key: Pressed): readonly string[] {
  if (key.eventType === "release") return [];
  for (const [flag, name] of Object.entries(flags)) {
    if (key[flag as keyof typeof flags] === true) return [key.shift === true && flag === "tab" ? "shift+tab" : name];
  }
  if (key.ctrl === true) return input === "" ? [] : [`ctrl+${input === " " ? "space" : input}`];
  // Alt with a letter means nothing here; taken for the letter alone it could do harm.
  if (key.meta === true || key.super === true || key.hyper === true) return [];
  const typed = input.length > 1 ? input.replace(residue, "") : input;
  return Array.from(typed)
    .map(nameOf)
    .filter((name) => name !== null);
}
