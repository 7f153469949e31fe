// The little Markdown a report is made of. What comes from outside is a text in it, never Markdown.

/** Characters that would begin something, in a table too. */
export const plain = (text: string): string => text.replace(/[\\`*_<>|[\]#]/gu, "\\$&");

export const heading = (level: 1 | 2 | 3, text: string): string => `${"#".repeat(level)} ${text}`;

export const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join("\n");

/** Cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Nobody saw any: said, not left out. */
export const orNone = (items: readonly string[], none: string): string => (items.length === 0 ? none : list(items));
