// The first line of standard input, for --token-stdin.
import type { Readable } from "node:stream";

/** No token is longer; a stream without a line break must not fill the memory. */
const LONGEST = 64 * 1024;

/** Resolves at the first line break or the end, without the line break; null when nothing came. Leaves the rest of the stream alone. */
export async function readStdinLine(stream: Readable): Promise<string | null> {
  let text = "";
  // The iterator would close the stream, and with it the keyboard when a person typed the token.
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    const end = text.search(/\r?\n/u);
    if (end >= 0) return text.slice(0, end);
    if (text.length > LONGEST) break;
  }
  return text === "" ? null : text;
}
