// The probe URLs. They need no credential, and answer while the WebSocket does not.
import { DecodeError } from "../data/gateway/decode/field.ts";
import { decodeHealthz, decodeReadyz, decodeStartupz } from "../data/gateway/decode/http.ts";
import type { HttpProbe } from "../data/model/local.ts";
import { sources } from "../data/snapshot.ts";
import type { Target } from "../data/target.ts";
import type { Probe, World } from "./probe.ts";

/** ws → http, wss → https, same host and port: the gateway serves its probes at the root. */
export function probeUrl(target: Target, path: string): string {
  const url = new URL(path, target.url);
  url.protocol = new URL(target.url).protocol === "wss:" ? "https:" : "http:";
  // Credentials in the URL are for the link alone.
  url.username = "";
  url.password = "";
  return url.href;
}

async function ask<T>(world: World, url: string, timeoutMs: number, decode: (body: unknown) => T): Promise<HttpProbe<T>> {
  const answer = await world.getJson(url, timeoutMs);
  if (answer.outcome !== "answered") return { ...answer, body: null };
  try {
    // 503 is an answer: "not ready" is what the URL is for.
    return { ...answer, body: decode(answer.body) };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { ...answer, outcome: "failed", why: `${error.message}: another server may listen there`, body: null };
  }
}

/** Releases serve the same JSON at /health; one that has only that is asked again there. */
export const healthzProbe: Probe<"healthz"> = {
  source: "healthz",
  read: async (world, { target }) => {
    const { timeoutMs } = sources.healthz;
    const answer = await ask(world, probeUrl(target, "/healthz"), timeoutMs, decodeHealthz);
    if (answer.outcome !== "not-json") return answer;
    const older = await ask(world, probeUrl(target, "/health"), Math.max(1, timeoutMs - answer.ms), decodeHealthz);
    return older.outcome === "answered" ? older : answer;
  },
};

/** Since 2026.8.1; before, the URL answers with a web page: `not-json`. */
export const startupzProbe: Probe<"startupz"> = {
  source: "startupz",
  on: ["shutdown", "gateway.suspension"],
  read: (world, { target }) => ask(world, probeUrl(target, "/startupz"), sources.startupz.timeoutMs, decodeStartupz),
};

export const readyzProbe: Probe<"readyz"> = {
  source: "readyz",
  on: ["shutdown", "gateway.suspension"],
  read: (world, { target }) => ask(world, probeUrl(target, "/readyz"), sources.readyz.timeoutMs, decodeReadyz),
};
