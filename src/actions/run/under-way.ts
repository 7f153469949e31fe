// A restart that was asked for before: the gateway shows it, the journal may know by whom.
import type { JournalEntry } from "../../data/action/journal.ts";
import { duration } from "../../data/units.ts";
import { isAccepting } from "../over-writer.ts";
import type { RestartFacts } from "./restart-facts.ts";

type Began = Extract<JournalEntry, { readonly entry: "began" }>;

/** It takes no new work, because it restarts or stops; a suspended gateway looks the same over HTTP. */
export const isDraining = ({ evidence, hello }: RestartFacts): boolean =>
  evidence.serving?.status === "draining" && (hello === null || isAccepting(hello));

function asked({ operator, request, at }: Began, now: number): string {
  const from = operator.peer === null ? "" : ` from ${operator.peer}`;
  const what = request.action === "restart" && (request.aim === "stop" || request.aim === "start") ? request.aim : "restart";
  return `a ${what} asked for by ${operator.user}${from} ${duration(Math.max(0, now - at))} ago`;
}

const isRestart = ({ request }: Began): boolean => request.action === "restart" && request.aim !== "resume";

/** `others`: entries without an end, newest first. Null: none is known. */
export function underWay(facts: RestartFacts, others: readonly Began[], now: number): string | null {
  const newest = others.find(isRestart);
  const by = newest === undefined ? null : asked(newest, now);
  if (isDraining(facts)) return `${by ?? "a restart or a stop"} is under way: the gateway drains and takes no new work`;
  const { link } = facts;
  const announced = link.phase === "waiting" ? link.announced : null;
  if (announced?.kind === "restart")
    return `${by ?? "a restart"} is under way: the gateway announced it ${duration(Math.max(0, now - announced.at))} ago`;
  return by === null ? null : `${by} is not over`;
}
