// The first line: which gateway, which release, since when; and whether what is drawn is live.
import { maintenance } from "../alerts/muted.ts";
import { alertsOf, problemRows } from "../alerts/problems.ts";
import { isRetrying, isSilent, lastHeardAt } from "../believed.ts";
import { pidFact, processUptimeFact, servingUptimeFact, versionFact } from "../facts.ts";
import type { State } from "../state.ts";
import { age, duration, latency, timeOfDay } from "../units.ts";
import { cell, type Cell, type Mark } from "./cell.ts";
import { headerWords } from "./mute-words.ts";

/** Clauses in the order they are read; `weight` says which stay when the line is short. */
export type Clause = { readonly cell: Cell; readonly weight: number };

export function headerClauses(state: State): readonly Clause[] {
  const host = state.target?.name ?? "no gateway yet";
  const version = versionFact(state);
  const pid = pidFact(state);
  const serving = servingUptimeFact(state);
  const process = processUptimeFact(state);
  const muted = mutedClause(state);
  const clauses: (Clause | null)[] = [
    { cell: cell(host, "strong"), weight: 9 },
    muted,
    version && { cell: cell(`OpenClaw ${version.value}`), weight: 5 },
    pid && { cell: cell(`pid ${pid.value}`), weight: 4 },
    serving && { cell: cell(`gateway up ${duration(serving.value)}`), weight: 3 },
    process && { cell: cell(`process up ${duration(process.value)}`, "dim"), weight: 1 },
  ];
  return clauses.filter((clause) => clause !== null);
}

/** Silence that somebody asked for is never silent itself. */
function mutedClause(state: State): Clause | null {
  const window = maintenance(state);
  const muted = window === null ? problemRows(state).filter(({ mute }) => mute !== null) : [];
  const words = headerWords(window, muted.flatMap(alertsOf).length, { now: state.now, columns: state.view.columns });
  return words === null ? null : { cell: cell(words, "warn"), weight: window === null ? 8 : 10 };
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

/** `▷ replay 10×`; null: what is drawn is live. */
export const replayWords = ({ replay }: State): string | null =>
  replay === null ? null : `▷ replay ${replay.speed}×${replay.paused ? " paused" : ""}`;

/** `2x slower` when the person changed the refresh rate, else null. */
export function rateWords(rate: number): string | null {
  if (rate === 1) return null;
  const times = (factor: number): string => `${Number(factor.toFixed(1))}×`;
  return rate > 1 ? `${times(rate)} slower` : `${times(1 / rate)} faster`;
}

export const rpcWords = (state: State): string | null =>
  state.rpcMs === null || isSilent(state) ? null : `rpc ${latency(state.rpcMs.ms)}`;

/** HH:MM:SS in the terminal's time zone. */
export const clockWords = (now: number): string => `${timeOfDay(now)}:${String(new Date(now).getSeconds()).padStart(2, "0")}`;
