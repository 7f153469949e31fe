// The probe URLs as the guard needs them: answered, silent, or neither.
import { DecodeError } from "../../data/gateway/decode/field.ts";
import { decodeHealthz } from "../../data/gateway/decode/http.ts";
import type { PageSight } from "../../data/guard/sight.ts";
import type { HttpProbe } from "../../data/model/local.ts";
import type { Target } from "../../data/target.ts";
import { lookAtPage } from "../evidence/pages.ts";
import { probeUrl } from "../http.ts";
import type { World } from "../probe.ts";

export const notAsked: PageSight = { outcome: "not-asked", status: null, ok: null, uptimeMs: null, ms: null };

const outcomes: { readonly [O in HttpProbe<unknown>["outcome"]]: PageSight["outcome"] } = {
  answered: "answered",
  timeout: "silent",
  "not-json": "not-json",
  refused: "failed",
  reset: "failed",
  failed: "failed",
};

async function healthAt(world: World, target: Target, path: string, timeoutMs: number): Promise<PageSight> {
  const answer = await world.getJson(probeUrl(target, path), timeoutMs);
  const page = { ...notAsked, outcome: outcomes[answer.outcome], ms: answer.ms };
  if (answer.outcome !== "answered") return page;
  try {
    const { ok } = decodeHealthz(answer.body);
    return { ...page, ok, status: ok === true ? "live" : null };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    // JSON, but not the gateway's: another server has the port.
    return { ...page, outcome: "failed" };
  }
}

export type Pages = {
  /** Releases that have only /health are asked there. */
  readonly health: (timeoutMs: number) => Promise<PageSight>;
  /** /startupz; /readyz where a release does not have it. */
  readonly startup: (timeoutMs: number) => Promise<PageSight>;
};

/** Remembers which address answered: a release does not change under a guard without a restart, and newer ones serve the older addresses too. */
export function createPages(world: World, target: Target): Pages {
  let healthPath = "/healthz";
  let startupPath: "/startupz" | "/readyz" = "/startupz";

  const startupAt = async (path: typeof startupPath, timeoutMs: number): Promise<PageSight> => {
    const began = performance.now();
    const { outcome, status, uptimeMs } = await lookAtPage(world, target, path, timeoutMs);
    return { outcome, status, ok: null, uptimeMs, ms: performance.now() - began };
  };

  return {
    health: async (timeoutMs) => {
      const answer = await healthAt(world, target, healthPath, timeoutMs);
      if (answer.outcome !== "not-json" || healthPath === "/health") return answer;
      const older = await healthAt(world, target, "/health", Math.max(1, timeoutMs - (answer.ms ?? 0)));
      if (older.outcome !== "answered") return answer;
      healthPath = "/health";
      return older;
    },
    startup: async (timeoutMs) => {
      const answer = await startupAt(startupPath, timeoutMs);
      if (answer.outcome !== "not-json" || startupPath === "/readyz") return answer;
      const older = await startupAt("/readyz", Math.max(1, timeoutMs - (answer.ms ?? 0)));
      if (older.outcome === "answered") startupPath = "/readyz";
      return older;
    },
  };
}
