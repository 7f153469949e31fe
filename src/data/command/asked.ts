// A line → what it asks for.
import type { State } from "../state.ts";
import { commands, meant, type Asked, type Command } from "./commands.ts";

const names = commands.map(({ name }) => name);

/** The word and what comes after it, without the blanks between them. */
export function parts(line: string): { readonly word: string; readonly argument: string } {
  const [, word = "", argument = ""] = /^\s*(\S*)\s*(.*?)\s*$/u.exec(line) ?? [];
  return { word, argument };
}

export const commandFor = (word: string): Command | null => {
  const name = meant(names, word);
  return name === null ? null : (commands.find((command) => command.name === name) ?? null);
};

/** `state` is the one without the line: what is asked happens there. Null: nothing is written. */
export function askedBy(state: State, line: string): Asked | null {
  const { word, argument } = parts(line);
  if (word === "") return null;
  const command = commandFor(word);
  if (command !== null) return command.asked(state, argument);
  const like = names.filter((name) => name.startsWith(word));
  return { wrong: like.length > 0 ? `which one: ${like.slice(0, 4).join(", ")}?` : `no command is called ${word}: tab shows them` };
}
