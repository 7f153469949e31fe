// A restart that was asked for before: the gateway shows it, the journal may know by whom.
import { duration } from "../../data/units.ts";
import type { Began } from "../journal/open-runs.ts";
import { isAccepting } from "../over-writer.ts";
import type { RestartFacts } from "./restart-facts.ts";

/** It takes no new work, because it restarts or stops; a suspended gateway looks the same over HTTP. */
export const isDraining = ({ evidence, hello }: RestartFacts): boolean =>
  evidence.serving?.status === "draining" && (hello === null || isAccepting(hello));

function asked({ operator, request, by, at }: Began, now: number): string {
  const from = operator.peer === null ? "" : ` from ${operator.peer}`;
  const what = request.action === "restart" && (request.aim === "stop" || request.aim === "start") ? request.aim : "restart";
  return `a ${what} asked for by ${by === "guard" ? "the guard of " : ""}${operator.user}${from} ${duration(Math.max(0, now - at))} ago`;
}

const isRestart = ({ request }: Began): boolean => request.action === "restart" && request.aim !== "resume";

/** "a restart asked for by ana 12s ago"; `others`: entries without an end, newest first. Null: none is a restart. */
export function askedByOthers(others: readonly Began[], now: number): string | null {
  const newest = others.find(isRestart);
  return newest === undefined ? null : asked(newest, now);
}

/** Null: none is known. */
export function underWay(facts: RestartFacts, others: readonly Began[], now: number): string | null {
  const by = askedByOthers(others, now);
  if (isDraining(facts)) return `${by ?? "a restart or a stop"} is under way: the gateway drains and takes no new work`;
  const { link } = facts;
  const announced = link.phase === "waiting" ? link.announced : null;
  if (announced?.kind === "restart")
    return `${by ?? "a restart"} is under way: the gateway announced it ${duration(Math.max(0, now - announced.at))} ago`;
  return by === null ? null : `${by} is not over`;
}
