// RPC diagnostics.lanes and gateway.restart.preflight: what is running and what waits.
import type { Lane, LaneBoard, WorkInFlight } from "../../model/gateway.ts";
import { bool, decoding, maybe, needBool, needFields, needList, needNum, needText, num, rows, text, type Fields } from "./field.ts";

const LANES_MAX = 200;
const COUNTS_MAX = 50;
const BLOCKERS_MAX = 200;

/** Since 2026.8.1; at most 200 lanes. */
export function decodeLanes(payload: unknown): LaneBoard {
  return decoding("diagnostics.lanes", payload, (from) => {
    const dynamic = maybe(from, "dynamic");
    return {
      lanes: rows(needList(from, "lanes"), "lanes", LANES_MAX, laneOf),
      dynamic: dynamic === null ? null : dynamicOf(dynamic),
    };
  });
}

function laneOf(from: Fields): Lane {
  return {
    lane: needText(from, "lane", 80),
    active: needNum(from, "activeCount"),
    queued: needNum(from, "queuedCount"),
    limit: num(from, "maxConcurrent"),
    draining: bool(from, "draining") ?? false,
    blockedBy: text(from, "blockedBy", 80),
  };
}

function dynamicOf(from: Fields): LaneBoard["dynamic"] {
  const [laneCount, active, queued] = [num(from, "laneCount"), num(from, "activeCount"), num(from, "queuedCount")];
  return laneCount === null || active === null || queued === null ? null : { laneCount, active, queued };
}

/** Since 2026.5; at most 50 counters and 200 blockers. Titles of runs are cut off: they begin with what somebody wrote. */
export function decodePreflight(payload: unknown): WorkInFlight {
  return decoding("gateway.restart.preflight", payload, (from) => {
    const blockers = from["blockers"];
    const summary = text(from, "summary", 1_000);
    return {
      safe: needBool(from, "safe"),
      counts: countsOf(needFields(from, "counts")),
      blockers: Array.isArray(blockers) ? rows(blockers as readonly unknown[], "blockers", BLOCKERS_MAX, blockerOf) : [],
      summary: summary === null ? null : withoutTitle(summary),
    };
  });
}

function countsOf(from: Fields): Readonly<Record<string, number>> {
  const counted = Object.keys(from).flatMap((name) => {
    const [count, label] = [num(from, name), text({ name }, "name", 60)];
    return count === null || label === null ? [] : [[label, count] as const];
  });
  return Object.fromEntries(counted.slice(0, COUNTS_MAX));
}

/** Also in the answer to a restart request. */
export function blockerOf(from: Fields): WorkInFlight["blockers"][number] {
  const kind = needText(from, "kind", 60);
  return { kind, count: num(from, "count") ?? 1, message: withoutTitle(text(from, "message") ?? kind) };
}

const withoutTitle = (said: string): string => said.replace(/ title=.*$/u, "");
