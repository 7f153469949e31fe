// The first line: which gateway, which release, since when; and whether what is drawn is live.
import { pidFact, processUptimeFact, servingUptimeFact, versionFact } from "../facts.ts";
import { ladder } from "../ladder.ts";
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

/** A socket can stay open long after its gateway stopped to answer. */
const isSilent = (state: State): boolean => ladder(state).some((rung) => rung.rung === "rpc" && rung.status === "bad");

/** The connection in a word, and when it will be tried again. */
export function linkWords(state: State): LinkWords {
  const { link } = state;
  switch (link.phase) {
    case "idle":
      return { mark: "off", text: "idle" };
    case "connecting":
      return { mark: "partial", text: link.attempt > 1 ? `connecting, try ${link.attempt}` : "connecting" };
    case "open":
      return isSilent(state) ? { mark: "bad", text: "silent" } : { mark: "ok", text: "live" };
    case "waiting": {
      const left = Math.max(0, link.retryAt - state.now);
      return {
        mark: link.announced === null ? "bad" : "partial",
        text: `${link.announced === null ? "down" : "restarting"}, retry in ${age(left + 999)}`,
      };
    }
    case "refused":
      return { mark: "bad", text: "refused" };
  }
}

/** `2x slower` when the person changed the refresh rate, else null. */
export function rateWords(rate: number): string | null {
  if (rate === 1) return null;
  return rate > 1 ? `${rate}× slower` : `${Math.round(1 / rate)}× faster`;
}

export const rpcWords = (state: State): string | null =>
  state.rpcMs === null || isSilent(state) ? null : `rpc ${latency(state.rpcMs.ms)}`;

const two = (value: number): string => String(value).padStart(2, "0");

/** HH:MM:SS in the terminal's time zone. */
export function clockWords(now: number): string {
  const date = new Date(now);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
