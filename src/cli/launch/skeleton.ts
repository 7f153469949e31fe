// The first picture: the dashboard's title and an empty box, drawn before the program has been read.
import type { Look } from "../../ui/theme.ts";
import type { Size } from "../terminal.ts";

/** Words that ask for something else than the dashboard; as the value of a flag they only cost the picture. */
const otherwise =
  /^(?:--once|--json|--help|-h|--version|-V|info|check|watch|restart|channel|journal|guard|maintenance|config|doctor|report|completion)$/;

export function asksForDashboard(argv: readonly string[]): boolean {
  return !argv.some((word) => otherwise.test(word));
}

/** Enters the alternate screen, hides the cursor, draws. */
export function skeleton({ columns, rows }: Size, { color, ascii }: Look): string {
  const dim = (text: string) => (color ? `\u001b[2m${text}\u001b[22m` : text);
  const strong = (text: string) => (color ? `\u001b[1m${text}\u001b[22m` : text);
  const [topLeft, topRight, bottomLeft, bottomRight, across, down] = ascii ? "++++-|" : "╭╮╰╯─│";
  const edge = (left = "", right = "") => dim(left + (across ?? "").repeat(columns - 2) + right);
  const lines = [strong(" gatetop".slice(0, columns))];
  // Header, verdict and ladder above, the keys below: where the first panel will be.
  const boxRows = rows - 4;
  if (columns >= 40 && boxRows >= 4) {
    const side = dim(down ?? "");
    const middle = Array.from({ length: boxRows - 2 }, () => `${side}\u001b[${columns}G${side}`);
    lines.push("", "", edge(topLeft, topRight), ...middle, edge(bottomLeft, bottomRight));
  }
  return `\u001b[?1049h\u001b[?25l\u001b[H\u001b[J${lines.join("\r\n")}`;
}

/** Back to the shell's screen and its cursor. */
export const leaveScreen = "\u001b[?25h\u001b[?1049l";
