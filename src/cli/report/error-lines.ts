// The newest errors of the gateway's log: over RPC, as far back as one answer reaches.
import { RpcFailure } from "../../data/gateway/rpc-failure.ts";
import { logLineIn } from "../../data/logs/line-of.ts";
import type { ErrorLine } from "../../data/report/report.ts";
import type { State } from "../../data/state.ts";
import { logLevels } from "../../data/logs/log-book.ts";

const LINES = 20;
const TIMEOUT_MS = 8_000;
const grave: ReadonlySet<string> = new Set(["error", "fatal"]);

/** One RPC; rejects when it has no answer. */
export type Request = (method: string, params: unknown, timeoutMs: number) => Promise<unknown>;

/** What the log board holds already; null: it holds nothing. */
export function heldErrors({ late: { log } }: State): readonly ErrorLine[] | null {
  if (log.lines === 0) return null;
  const found: ErrorLine[] = [];
  for (const chunk of log.chunks.toReversed()) {
    for (let i = chunk.count - 1; i >= 0 && found.length < LINES; i -= 1) {
      if (!grave.has(logLevels[chunk.level[i] ?? 0] ?? "")) continue;
      const at = chunk.at[i] ?? Number.NaN;
      const subsystem = log.subsystems[chunk.subsystem[i] ?? 0] ?? "";
      found.push({ at: Number.isNaN(at) ? null : at, subsystem: subsystem === "" ? null : subsystem, message: chunk.text[i] ?? "" });
    }
  }
  return found.toReversed();
}

function unlessRefused(error: unknown): null {
  if (error instanceof RpcFailure) return null;
  throw error;
}

/** Null when the gateway does not tell. */
export async function askedErrors(request: Request, secrets: Iterable<string>): Promise<readonly ErrorLine[] | null> {
  const payload = await request("logs.tail", { limit: 5_000, maxBytes: 1_000_000 }, TIMEOUT_MS).catch(unlessRefused);
  const lines = (payload as { readonly lines?: unknown } | null)?.lines;
  if (!Array.isArray(lines)) return null;
  const known = [...secrets];
  return lines
    .filter((line) => typeof line === "string")
    .map((line) => logLineIn(line, known))
    .filter(({ level }) => grave.has(level))
    .slice(-LINES)
    .map(({ at, subsystem, message }) => ({ at, subsystem, message }));
}
