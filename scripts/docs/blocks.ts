// The parts of README.md that come from tables of the program, between <!-- NAME:begin --> and <!-- NAME:end -->.
import { helpText } from "../../src/cli/help-text.ts";
import { actions } from "../../src/data/actions.ts";
import { scenarios } from "../../src/demo/scenarios.ts";

const table = (header: readonly string[], rows: readonly (readonly string[])[]): string => {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
};

const keyName = (key: string): string => `\`${key}\``;

const blocks: Readonly<Record<string, () => string>> = {
  keys: () =>
    table(
      ["Key", "What it does"],
      actions.map(({ keys, help }) => [keys.map(keyName).join(" "), help]),
    ),
  scenarios: () =>
    table(
      ["Scenario", "What it shows"],
      Object.values(scenarios).map(({ name, summary }) => [`\`${name}\``, summary]),
    ),
  help: () => `\`\`\`text\n${helpText().trimEnd()}\n\`\`\``,
};

/** The text with every block made anew; throws when a block is missing. */
export function generated(readme: string): string {
  return Object.entries(blocks).reduce((text, [name, make]) => {
    const block = new RegExp(`(<!-- ${name}:begin -->\n)[\\s\\S]*?(<!-- ${name}:end -->)`, "u");
    if (!block.test(text)) throw new Error(`README.md has no block ${name}`);
    return text.replace(block, (_, begin: string, end: string) => `${begin}${make()}\n${end}`);
  }, readme);
}
