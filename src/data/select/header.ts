// The first line: which gateway, which release, since when; and whether what is drawn is live.
import { isRetrying, isSilent, lastHeardAt } from "../believed.ts";
import { pidFact, processUptimeFact, servingUptimeFact, versionFact } from "../facts.ts";
import type { State } from "../state.ts";
import { age, duration, latency } from "../units.ts";
import { cell, type Cell, type Mark } from "./cell.ts";

/** Clauses in the order they are read; `weight` says which stay when the line is short. */
export type Clause = { readonly cell: Cell; readonly weight: number };

export function headerClauses(state: State): readonly Clause[] {
  const host = state.target?.name ?? "no gateway yet";
  const version = versionFact(state);
  const pid = pidFact(state);
  const serving = servingUptimeFact(state);
  const process = processUptimeFact(state);
  const clauses: (Clause | null)[] = [
    { cell: cell(host, "strong"), weight: 9 },
    version && { cell: cell(`OpenClaw ${version.value}`), weight: 5 },
    pid && { cell: cell(`pid ${pid.value}`), weight: 4 },
    serving && { cell: cell(`gateway up ${duration(serving.value)}`), weight: 3 },
    process && { cell: cell(`process up ${duration(process.value)}`, "dim"), weight: 1 },
  ];
  return clauses.filter((clause) => clause !== null);
}

export type LinkWords = { readonly mark: Mark; readonly text: string };

/** Wide enough for every age: what stands beside it must not move. */
const AGE = 6;

/** One wording from the loss to the next hello: tries come and go several times a second. */
function retryingWords(state: State): LinkWords {
  const announced = state.link.phase === "waiting" ? state.link.announced : state.announced;
  const since = lastHeardAt(state) ?? state.startedAt;
  const words = announced?.kind === "restart" ? "restarting" : "down, trying";
  return { mark: announced?.kind === "restart" ? "partial" : "bad", text: words + age(state.now - since).padStart(AGE) };
}

/** The connection in a word, and since when there is none. */
export function linkWords(state: State): LinkWords {
  const { link } = state;
  if (isRetrying(state)) return retryingWords(state);
  switch (link.phase) {
    case "idle":
      return { mark: "off", text: "idle" };
    case "connecting":
    case "waiting":
      return { mark: "partial", text: "connecting" };
    case "open":
      return isSilent(state) ? { mark: "bad", text: "silent" } : { mark: "ok", text: "live" };
    case "refused":
      return { mark: "bad", text: "refused" };
  }
}

/** `2x slower` when the person changed the refresh rate, else null. */
export function rateWords(rate: number): string | null {
  if (rate === 1) return null;
  const times = (factor: number): string => `${Number(factor.toFixed(1))}×`;
  return rate > 1 ? `${times(rate)} slower` : `${times(1 / rate)} faster`;
}

export const rpcWords = (state: State): string | null =>
  state.rpcMs === null || isSilent(state) ? null : `rpc ${latency(state.rpcMs.ms)}`;

const two = (value: number): string => String(value).padStart(2, "0");

/** HH:MM:SS in the terminal's time zone. */
export function clockWords(now: number): string {
  const date = new Date(now);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
