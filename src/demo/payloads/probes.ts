// What /healthz, /startupz and /readyz say without asking who wants to know.
import { breakerTripped } from "../scenarios/accounts.ts";
import type { World } from "../world.ts";
import { eventLoop } from "./event-loop.ts";

export type Page = { readonly status: number; readonly json: unknown } | { readonly status: number; readonly html: string };

const page = '<!doctype html>\n<html lang="en">\n  <head>\n    <title>OpenClaw Control</title>\n  </head>\n  <body></body>\n</html>\n';

const uptimeMs = (world: World): number => Math.round(world.elapsedMs - world.bootedMs);

export function healthz(): Page {
  return { status: 200, json: { ok: true, status: "live" } };
}

export function startupz(world: World): Page {
  if (world.scenario.release === "2026.5.7") return { status: 200, html: page };
  const facts = { version: "2026.9.6", uptimeMs: uptimeMs(world) };
  const { phase } = world.phase;
  if (phase === "draining") return { status: 503, json: { ok: false, status: "draining", ...facts } };
  if (phase === "starting") return { status: 503, json: { ok: false, status: "starting", ...facts, pendingReason: "startup-sidecars" } };
  return { status: 200, json: { ok: true, status: "started", ...facts } };
}

/** A channel of which an enabled account does not run, or was not connected for too long. */
const failingChannels = (world: World): readonly string[] => [
  ...new Set(world.accounts.flatMap(({ script, state }) => (state === null || state.healthState === null ? [] : [script.channel]))),
];

/** What the breaker keeps down counts as intended: /readyz says ready all the same. */
const suppressed = (world: World): readonly string[] => [
  ...new Set(world.accounts.flatMap(({ script, state }) => (state?.lastError === breakerTripped ? [script.channel] : []))),
];

export function readyz(world: World): Page {
  const waiting: Readonly<Record<string, readonly string[]>> = { draining: ["gateway-draining"], starting: ["startup-sidecars"] };
  const failing = waiting[world.phase.phase] ?? failingChannels(world);
  const ready = failing.length === 0;
  const down = suppressed(world);
  const told = { ready, failing, ...(down.length === 0 ? {} : { suppressed: down }) };
  return { status: ready ? 200 : 503, json: { ...told, uptimeMs: uptimeMs(world), eventLoop: eventLoop(world) } };
}

/** The control page: what any other path answers, also with status 200. */
export const controlPage = (): Page => ({ status: 200, html: page });
