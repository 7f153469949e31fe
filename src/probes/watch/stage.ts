// How far the door has come, as the watcher itself sees it: decides only what is looked at next, never what is proved.
import type { Seen } from "../../data/restart/observation.ts";

/**
 * standing: the old boot answers. leaving: it goes, its port may still be open. down: refused. accepting: a connection is taken,
 * nothing answers yet. answering: something answers. started: the new boot serves. ready: it says so itself.
 */
export type Stage = "standing" | "draining" | "leaving" | "down" | "accepting" | "answering" | "started" | "ready";

/** An uptime this much shorter than the time since the request began after it. */
const TOLERANCE_MS = 250;

type Http = Extract<Seen, { readonly kind: "http" }>;

/** Of the boot that came after the request, however old its process is. */
const isNew = (seen: Http, ms: number): boolean => seen.uptimeMs !== null && seen.uptimeMs + TOLERANCE_MS < ms;

const oneOf =
  (...stages: readonly Stage[]) =>
  (stage: Stage): boolean =>
    stages.includes(stage);
const isOld = oneOf("standing", "draining");
const isGone = oneOf("leaving", "down", "accepting");

function afterHttp(stage: Stage, seen: Http, ms: number): Stage {
  if (seen.outcome === "silent") return stage;
  // Refused or broken off: only the port can tell which.
  if (seen.outcome === "failed") return isOld(stage) ? "leaving" : stage === "leaving" ? stage : "down";
  const serves = seen.status === "started" && (stage === "answering" || isNew(seen, ms));
  if (serves && seen.path === "/readyz") return "ready";
  if (serves && stage !== "ready") return "started";
  if (seen.status === "draining") return stage === "standing" ? "draining" : stage;
  // A suspension that ended, or a drain that was called off.
  if (stage === "draining" && seen.status === "started") return "standing";
  return stage === "accepting" || stage === "down" || (stage === "leaving" && isNew(seen, ms)) ? "answering" : stage;
}

/** `ms` since the request. */
export function stageAfter(stage: Stage, seen: Seen, ms: number): Stage {
  switch (seen.kind) {
    case "draining":
      return stage === "standing" ? "draining" : stage;
    case "shutdown":
    case "closed":
      return isOld(stage) ? "leaving" : stage;
    case "port":
      if (!seen.open) return "down";
      return stage === "down" ? "accepting" : stage;
    case "http":
      return afterHttp(stage, seen, ms);
    case "hello":
      return isGone(stage) ? "answering" : stage;
    default:
      return stage;
  }
}
