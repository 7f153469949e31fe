// What a stream can show of text that scrolls.
import type { Options } from "../options.ts";
import { lookFor } from "../terminal.ts";
import type { Paper } from "./paper.ts";

type Stream = { readonly isTTY?: boolean; readonly columns?: number };

/** Colour and wrapping are for terminals; a pipe gets whole lines. */
export function paperFor(options: Pick<Options, "noColor" | "ascii">, stream: Stream, env: NodeJS.ProcessEnv = process.env): Paper {
  const look = lookFor(options, env);
  return stream.isTTY === true ? { look, columns: stream.columns || 80 } : { look: { ...look, color: false }, columns: null };
}
