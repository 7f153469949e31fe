// The probe URLs as evidence: what one GET showed of the boot that answers.
import { DecodeError } from "../../data/gateway/decode/field.ts";
import { decodeHealthz, decodeReadyz, decodeStartupz } from "../../data/gateway/decode/http.ts";
import type { HttpProbe, Readyz } from "../../data/model/local.ts";
import type { ServingEvidence } from "../../data/restart/evidence.ts";
import type { Seen } from "../../data/restart/observation.ts";
import type { Target } from "../../data/target.ts";
import { probeUrl } from "../http.ts";
import type { World } from "../probe.ts";

type SeenHttp = Extract<Seen, { kind: "http" }>;
export type PagePath = SeenHttp["path"];

type Told = Pick<SeenHttp, "status" | "uptimeMs" | "failing" | "suppressed"> & Pick<ServingEvidence, "version" | "pendingReason">;
type Page = Pick<SeenHttp, "outcome" | "httpStatus"> & { readonly told: Told | null };

const nothing: Told = { status: null, uptimeMs: null, failing: [], suppressed: [], version: null, pendingReason: null };
const startups = ["started", "starting", "draining"] as const;

/** A channel that fails makes it not ready, but it has started. */
function statusOf({ ready, failing }: Readyz): SeenHttp["status"] {
  if (ready === true) return "started";
  if (failing.includes("gateway-draining")) return "draining";
  if (failing.includes("startup-sidecars")) return "starting";
  return failing.length > 0 ? "started" : null;
}

const decoders: { readonly [P in PagePath]: (body: unknown) => Partial<Told> } = {
  "/healthz": (body) => ({ status: decodeHealthz(body).ok === true ? "live" : null }),
  "/startupz": (body) => {
    const { status, uptimeMs, version, pendingReason } = decodeStartupz(body);
    return { status: startups.find((known) => known === status) ?? null, uptimeMs, version, pendingReason };
  },
  "/readyz": (body) => {
    const page = decodeReadyz(body);
    return { status: statusOf(page), uptimeMs: page.uptimeMs, failing: page.failing, suppressed: page.suppressed };
  },
};

const outcomes: { readonly [O in HttpProbe<unknown>["outcome"]]: SeenHttp["outcome"] } = {
  answered: "answered",
  timeout: "silent",
  "not-json": "not-json",
  refused: "failed",
  reset: "failed",
  failed: "failed",
};

async function ask(world: World, target: Target, path: PagePath, timeoutMs: number): Promise<Page> {
  const answer = await world.getJson(probeUrl(target, path), timeoutMs);
  const page = { outcome: outcomes[answer.outcome], httpStatus: answer.status };
  if (answer.outcome !== "answered") return { ...page, told: null };
  try {
    return { ...page, told: { ...nothing, ...decoders[path](answer.body) } };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    // JSON, but not the gateway's: another server has the port.
    return { ...page, outcome: "failed", told: null };
  }
}

export async function lookAtPage(world: World, target: Target, path: PagePath, timeoutMs: number): Promise<SeenHttp> {
  const { outcome, httpStatus, told } = await ask(world, target, path, timeoutMs);
  const { status, uptimeMs, failing, suppressed } = told ?? nothing;
  return { kind: "http", path, outcome, httpStatus, status, uptimeMs, failing, suppressed };
}

/** `/startupz`, and where a release does not have it `/readyz`; null when neither answers with the gateway's JSON. */
export async function readServing(world: World, target: Target, timeoutMs: number): Promise<ServingEvidence | null> {
  const began = world.now();
  for (const path of ["/startupz", "/readyz"] as const) {
    const { outcome, told } = await ask(world, target, path, Math.max(1, timeoutMs - (world.now() - began)));
    if (told === null && outcome !== "not-json") return null;
    if (told === null) continue;
    const { uptimeMs, version, pendingReason } = told;
    const status = told.status === "live" ? null : told.status;
    return { from: path, status, servingSince: uptimeMs === null ? null : world.now() - uptimeMs, version, pendingReason };
  }
  return null;
}
