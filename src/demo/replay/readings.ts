// What every source would have read at one moment of a scenario, through the decoders of the real link and probes.
import { decodeActivity } from "../../data/gateway/decode/activity.ts";
import { decodeApprovals } from "../../data/gateway/decode/approvals.ts";
import { decodeChannels } from "../../data/gateway/decode/channels.ts";
import { decodeCost } from "../../data/gateway/decode/cost.ts";
import { decodeCron } from "../../data/gateway/decode/cron.ts";
import { decodeHeartbeat } from "../../data/gateway/decode/heartbeat.ts";
import { decodeNodes } from "../../data/gateway/decode/nodes.ts";
import { decodePlugins } from "../../data/gateway/decode/plugins.ts";
import { decodeHealth, decodeStatus, decodeSystemInfo } from "../../data/gateway/decode/gateway.ts";
import { decodeHealthz, decodeReadyz, decodeStartupz } from "../../data/gateway/decode/http.ts";
import { decodeModelAuth } from "../../data/gateway/decode/model-auth.ts";
import { decodePresence } from "../../data/gateway/decode/presence.ts";
import { decodeQuotas } from "../../data/gateway/decode/quotas.ts";
import { decodeRestartLog } from "../../data/gateway/decode/restart-log.ts";
import { decodeSessions } from "../../data/gateway/decode/sessions.ts";
import { decodeStability } from "../../data/gateway/decode/stability.ts";
import { decodeTasks } from "../../data/gateway/decode/tasks.ts";
import { decodeUsage } from "../../data/gateway/decode/usage.ts";
import { decodeLanes, decodePreflight } from "../../data/gateway/decode/work.ts";
import { harmless } from "../../data/harmless.ts";
import type { HttpProbe, PortProbe } from "../../data/model/local.ts";
import { joinedLogs } from "../../data/restart/restart-log.ts";
import { sources, type Source, type Values } from "../../data/snapshot.ts";
import { bootRecords } from "../history.ts";
import { hostReading, noBoots, processReading, supervisorReading, unitReading } from "../local.ts";
import { knows, respond } from "../methods.ts";
import { healthz, readyz, startupz, type Page } from "../payloads/probes.ts";
import type { Ring } from "../ring.ts";
import { bundleReadings, unitAuditReading } from "../service.ts";
import type { World } from "../world.ts";

export type Read<T> =
  | { readonly kind: "value"; readonly value: T; readonly tookMs: number }
  | { readonly kind: "failed"; readonly why: string; readonly tookMs: number }
  | { readonly kind: "missing"; readonly why: string }
  /** Not asked: no connection. */
  | { readonly kind: "unasked" };

type Moment = {
  readonly world: World;
  readonly ring: Pick<Ring, "read">;
  readonly connected: boolean;
  /** How long an answer took; the same for the same moment. */
  readonly tookMs: number;
  /** Sequence number of the newest ring record read before. */
  readonly since: number;
};

type Reader<K extends Source> = (moment: Moment) => Read<Values[K]>;

const refusedWhy = "connection refused: nothing listens there";

function rpc<K extends Source>(
  source: K,
  decode: (payload: unknown, moment: Moment) => Values[K],
  params?: (moment: Moment) => unknown,
): Reader<K> {
  const method = sources[source].from;
  return (moment) => {
    const { world, ring, connected, tookMs } = moment;
    if (!connected) return { kind: "unasked" };
    const { release } = world.scenario;
    if (!knows(release, method)) return { kind: "missing", why: `OpenClaw ${release} has no ${method}` };
    if (world.phase.phase === "frozen") {
      const { timeoutMs } = sources[source];
      return { kind: "failed", why: `${method}: no answer within ${timeoutMs / 1000} s`, tookMs: timeoutMs };
    }
    const answer = respond(method, params?.(moment) ?? {}, {
      world,
      ring,
      clients: [],
      scopes: ["operator.read"],
      control: null,
      subscribe: () => undefined,
    });
    if (answer.ok) return { kind: "value", value: decode(answer.payload, moment), tookMs };
    const why = harmless(answer.error.message);
    return why.startsWith("missing scope") ? { kind: "missing", why: `${method}: ${why}` } : { kind: "failed", why, tookMs };
  };
}

function http<T>(source: "healthz" | "startupz" | "readyz", page: (world: World) => Page, decode: (body: unknown) => T) {
  return ({ world, tookMs }: Moment): Read<HttpProbe<T>> => {
    const probe = (outcome: HttpProbe<T>["outcome"], ms: number, rest: Partial<HttpProbe<T>>): Read<HttpProbe<T>> => ({
      kind: "value",
      value: { outcome, status: null, why: null, body: null, ms, ...rest },
      tookMs: ms,
    });
    const { timeoutMs } = sources[source];
    if (silent(world)) return probe("timeout", timeoutMs, { why: `no answer within ${timeoutMs} ms` });
    if (world.phase.phase === "down") return probe("refused", tookMs, { why: refusedWhy });
    const answer = page(world);
    if ("html" in answer) return probe("not-json", tookMs, { status: answer.status, why: "an HTML page, not JSON" });
    return probe("answered", tookMs, { status: answer.status, body: decode(answer.json) });
  };
}

function port({ world, tookMs }: Moment): Read<PortProbe> {
  const ms = tookMs / 4;
  const value: PortProbe = world.phase.phase === "down" ? { outcome: "refused", ms, why: refusedWhy } : { outcome: "open", ms, why: null };
  return { kind: "value", value, tookMs: ms };
}

const silent = ({ phase }: World): boolean => phase.phase === "frozen" || phase.phase === "booting";

/** The whole ring at first, then what came since. */
const ringParams = ({ since }: Moment): unknown => (since > 0 ? { sinceSeq: since, limit: 1000 } : { limit: 1000 });

export const readers: { readonly [K in Source]: Reader<K> } = {
  health: rpc("health", decodeHealth),
  status: rpc("status", decodeStatus),
  systemInfo: rpc("systemInfo", decodeSystemInfo),
  channels: rpc("channels", decodeChannels),
  sessions: rpc("sessions", decodeSessions),
  tasks: rpc("tasks", decodeTasks),
  lanes: rpc("lanes", decodeLanes),
  stability: rpc("stability", (payload, { since }) => decodeStability(payload, since), ringParams),
  presence: rpc("presence", decodePresence),
  preflight: rpc("preflight", decodePreflight),
  restartLog: rpc(
    "restartLog",
    (payload, { world }) => joinedLogs(null, decodeRestartLog(payload), world.now),
    () => ({ limit: 5_000 }),
  ),
  cost: rpc("cost", decodeCost, () => ({ days: 8 })),
  modelAuth: rpc("modelAuth", decodeModelAuth),
  cron: rpc("cron", decodeCron, () => ({ includeDisabled: true, limit: 200 })),
  approvals: rpc("approvals", decodeApprovals),
  nodes: rpc("nodes", decodeNodes),
  heartbeat: rpc("heartbeat", decodeHeartbeat),
  plugins: rpc("plugins", decodePlugins),
  unitAudit: ({ world }) => ({ kind: "value", value: unitAuditReading(world), tookMs: 0 }),
  bundles: ({ world }) => ({ kind: "value", value: bundleReadings(world), tookMs: 0 }),
  usage: rpc("usage", decodeUsage, ({ world }) => (world.scenario.release === "2026.5.7" ? {} : { range: "7d", limit: 100 })),
  quotas: rpc("quotas", decodeQuotas),
  activity: rpc(
    "activity",
    (payload) => decodeActivity("audit.activity.list", payload),
    () => ({ limit: 100 }),
  ),
  port,
  healthz: http("healthz", healthz, decodeHealthz),
  startupz: http("startupz", startupz, decodeStartupz),
  readyz: http("readyz", readyz, decodeReadyz),
  process: ({ world, connected }) => ({ kind: "value", value: processReading(world, connected ? 1 : 0), tookMs: 0 }),
  host: ({ world }) => ({ kind: "value", value: hostReading(world), tookMs: 0 }),
  unit: ({ world }) => ({ kind: "value", value: unitReading(world), tookMs: 0 }),
  supervisor: ({ world }) => ({ kind: "value", value: supervisorReading(world), tookMs: 0 }),
  bootHistory: ({ world }) => {
    const boots = bootRecords(world, []);
    return boots === null
      ? { kind: "failed", why: noBoots(world.scenario.release), tookMs: 0 }
      : { kind: "value", value: boots, tookMs: 0 };
  },
};
