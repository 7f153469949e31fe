// What tab can put in the place of what is written: names of commands, then names of what is there.
import type { State } from "../state.ts";
import { commandFor, parts } from "./asked.ts";
import { commands } from "./commands.ts";

/** `line`: the whole of it; `label`: the part that differs. */
export type Candidate = { readonly line: string; readonly label: string; readonly about: string };

const MOST = 200;

/** Those that begin so, then those that have it inside. */
function alike(names: readonly string[], written: string): readonly string[] {
  const low = written.toLowerCase();
  const begins = names.filter((name) => name.toLowerCase().startsWith(low));
  const inside = low === "" ? [] : names.filter((name) => !name.toLowerCase().startsWith(low) && name.toLowerCase().includes(low));
  return [...begins, ...inside];
}

export function candidates(state: State, text: string): readonly Candidate[] {
  const { word, argument } = parts(text);
  if (!/^\s*\S+\s/u.test(text)) {
    const all = new Map(commands.map((command) => [command.name, command]));
    return alike([...all.keys()], word).flatMap((name) => {
      const command = all.get(name);
      if (command === undefined) return [];
      return [
        {
          line: command.argument === "" ? name : `${name} `,
          label: name,
          about: [command.argument, command.about].filter(Boolean).join("  "),
        },
      ];
    });
  }
  const command = commandFor(word);
  const names = command?.names?.(state) ?? [];
  return alike(names, argument)
    .slice(0, MOST)
    .map((name) => ({ line: `${command?.name ?? word} ${name}`, label: name, about: command?.about ?? "" }));
}
