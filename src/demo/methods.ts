// The RPCs the demo answers, by release.
import { writes } from "./actions.ts";
import type { Control } from "./control.ts";
import { activityList } from "./payloads/activity.ts";
import { approvalList } from "./payloads/approvals.ts";
import { channelsStatus } from "./payloads/channels.ts";
import { configGet, logsTail } from "./payloads/config.ts";
import { usageCost } from "./payloads/cost.ts";
import { cronList } from "./payloads/cron.ts";
import { eventLoop } from "./payloads/event-loop.ts";
import { health } from "./payloads/health.ts";
import { lanes } from "./payloads/lanes.ts";
import { modelsAuthStatus } from "./payloads/auth.ts";
import { preflight } from "./payloads/preflight.ts";
import { presence, type Client } from "./payloads/presence.ts";
import { lastHeartbeat, nodeList, pluginsList } from "./payloads/service.ts";
import { sessionsList } from "./payloads/sessions.ts";
import { status } from "./payloads/status.ts";
import { systemInfo } from "./payloads/system-info.ts";
import { tasksList } from "./payloads/tasks.ts";
import { sessionsUsage, usageStatus } from "./payloads/usage.ts";
import type { Ring } from "./ring.ts";
import type { Release } from "./scenario.ts";
import { leaving, type World } from "./world.ts";

export type Params = Readonly<Record<string, unknown>>;

/** What an answer may depend on besides the moment. `subscribe` marks the asking connection. */
export type Asked = {
  readonly world: World;
  readonly ring: Pick<Ring, "read">;
  readonly clients: readonly Client[];
  /** Of the asking connection. */
  readonly scopes: readonly string[];
  /** Null in a replay, where nobody can ask for anything. */
  readonly control: Control | null;
  readonly subscribe: () => void;
};

export type WireError = {
  readonly code: string;
  readonly message: string;
  readonly details?: Params;
  readonly retryable?: boolean;
  readonly retryAfterMs?: number;
};

export type Answer = { readonly ok: true; readonly payload: unknown } | { readonly ok: false; readonly error: WireError };

export type Method = (asked: Asked, params: Params) => Answer;

const answer = (payload: unknown): Answer => ({ ok: true, payload });
const invalid = (message: string): Answer => ({ ok: false, error: { code: "INVALID_REQUEST", message } });

function stability(asked: Asked, params: Params): Answer {
  const { limit, sinceSeq, type } = params;
  const whole = (value: unknown, least: number): value is number => typeof value === "number" && Number.isInteger(value) && value >= least;
  if (limit !== undefined && (!whole(limit, 1) || limit > 1000)) return invalid("limit must be between 1 and 1000");
  if (sinceSeq !== undefined && !whole(sinceSeq, 0)) return invalid("sinceSeq must be a non-negative integer");
  return answer(
    asked.ring.read({
      ...(limit === undefined ? {} : { limit }),
      ...(sinceSeq === undefined ? {} : { sinceSeq }),
      ...(typeof type === "string" ? { type } : {}),
    }),
  );
}

/** Releases of 2026.5 know no `channel`. */
function channels({ world }: Asked, { probe, channel }: Params): Answer {
  if (channel !== undefined && world.scenario.release === "2026.5.7") {
    return invalid("invalid channels.status params: at root: unexpected property 'channel'");
  }
  const probed = (one: string): boolean => probe === true && (channel === undefined || channel === one);
  return answer(channelsStatus(world, eventLoop(world), probed));
}

/** Releases of 2026.5 know no `range`. */
function usage({ world }: Asked, params: Params): Answer {
  if (params["range"] !== undefined && world.scenario.release === "2026.5.7") {
    return invalid("invalid sessions.usage params: at root: unexpected property 'range'");
  }
  return answer(sessionsUsage(world, params));
}

const everywhere: Readonly<Record<string, Method>> = {
  health: ({ world }) => answer(health(world)),
  status: ({ world }) => answer(status(world)),
  "channels.status": channels,
  "sessions.list": ({ world }) => answer(sessionsList(world)),
  "sessions.subscribe": ({ subscribe }) => {
    subscribe();
    return answer({ subscribed: true });
  },
  "diagnostics.stability": stability,
  "system-presence": ({ world, clients }) => answer(presence(world, clients)),
  "gateway.restart.preflight": ({ world }) => answer(preflight(world)),
  "config.get": ({ world }) => answer(configGet(world)),
  "logs.tail": ({ world, control }, params) => logsTail(world, control?.farewells() ?? [], params),
  "usage.cost": ({ world }, params) => answer(usageCost(world, params)),
  "usage.status": ({ world }) => answer(usageStatus(world)),
  "sessions.usage": usage,
  "cron.list": ({ world }, params) => answer(cronList(world, params)),
  "exec.approval.list": ({ world }) => answer(approvalList(world)),
  "node.list": ({ world }) => answer(nodeList(world)),
  "last-heartbeat": ({ world }) => answer(lastHeartbeat(world)),
  ...writes.everywhere,
};

const methods: Readonly<Record<Release, Readonly<Record<string, Method>>>> = {
  "2026.5.7": everywhere,
  "2026.9.6": {
    ...everywhere,
    "system.info": ({ world }) => answer(systemInfo(world)),
    "tasks.list": ({ world }) => answer(tasksList(world)),
    "models.authStatus": ({ world }) => answer(modelsAuthStatus(world)),
    "plugins.list": ({ world }) => answer(pluginsList(world)),
    "audit.activity.list": ({ world }, params) => answer(activityList(world, params)),
    "diagnostics.lanes": ({ world }) => answer(lanes(world)),
    ...writes.newer,
  },
};

export const knows = (release: Release, method: string): boolean => Object.hasOwn(methods[release], method);

/** Answered, and not listed. */
const unlisted: ReadonlySet<string> = new Set(["sessions.usage"]);

/** As hello-ok lists them: what the demo answers, no more. */
export const methodNames = (release: Release): readonly string[] => Object.keys(methods[release]).filter((name) => !unlisted.has(name));

function refusedWhileDraining({ phase }: World, method: string): Answer {
  const [what, reason] = leaving(phase) ? ["restart", "gateway-restarting"] : ["suspension", "gateway-suspending"];
  return {
    ok: false,
    error: {
      code: "UNAVAILABLE",
      message: `${method} unavailable during gateway ${what}`,
      retryable: true,
      retryAfterMs: 1000,
      details: { method, reason, phase: phase.suspension },
    },
  };
}

const scopeOf: Readonly<Record<string, string>> = { "exec.approval.list": "operator.approvals" };

/** What a method asks of its connection, besides being connected; admin holds all, write holds read. */
function missingScope({ world, scopes }: Asked, method: string): Answer | null {
  const needed = writes.scopes[method] ?? scopeOf[method] ?? (method === "health" ? null : "operator.read");
  const holds = (scope: string): boolean => scopes.includes(scope);
  if (needed === null || holds(needed) || holds("operator.admin") || (needed === "operator.read" && holds("operator.write"))) return null;
  const message = `missing scope: ${needed}`;
  if (world.scenario.release === "2026.5.7") return invalid(message);
  return {
    ok: false,
    error: { code: "FORBIDDEN", message, details: { code: "MISSING_SCOPE", missingScope: needed, requiredScopes: [needed] } },
  };
}

/** A suspension can be ended while it lasts. */
const unrefused: ReadonlySet<string> = new Set(["gateway.suspend.resume"]);

/** One RPC. */
export function respond(method: string, params: unknown, asked: Asked): Answer {
  const { release } = asked.world.scenario;
  const found = knows(release, method) ? methods[release][method] : undefined;
  if (found === undefined) return invalid(`unknown method: ${method}`);
  const forbidden = missingScope(asked, method);
  if (forbidden !== null) return forbidden;
  if (asked.world.phase.phase === "draining" && !unrefused.has(method)) return refusedWhileDraining(asked.world, method);
  return found(asked, typeof params === "object" && params !== null ? (params as Params) : {});
}
