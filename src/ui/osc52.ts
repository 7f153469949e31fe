// Onto the clipboard of the terminal, wherever it is: OSC 52.
import { passedOn } from "./call.ts";

/** Terminals take at least so many bytes of base64 (xterm, and tmux below it). */
const MOST_BYTES = 74_994;

/** Null: it is too long for what terminals take. `tmux`: inside it, which passes on only what is wrapped for it. */
export function clipboardBytes(text: string, { tmux }: { readonly tmux: boolean }): string | null {
  const coded = Buffer.from(text).toString("base64");
  if (coded.length > MOST_BYTES) return null;
  const sequence = `\u001b]52;c;${coded}\u0007`;
  return tmux ? passedOn(sequence) : sequence;
}
