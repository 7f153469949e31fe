// The RPCs that change something: what they take, what they say, and whom they obey.
import { restartSignal, type Control } from "./control.ts";
import { runId } from "./identity.ts";
import type { Answer, Asked, Method, Params } from "./methods.ts";
import { uuid } from "./noise.ts";
import { accountsOf, channelOrder } from "./payloads/channels.ts";
import { preflight } from "./payloads/preflight.ts";
import type { Run } from "./runs.ts";
import type { AccountNow, SessionNow, World } from "./world.ts";

type Acting = Asked & { readonly control: Control };

const answer = (payload: unknown): Answer => ({ ok: true, payload });
const refuse = (code: string, message: string): Answer => ({ ok: false, error: { code, message } });
const invalid = (message: string): Answer => refuse("INVALID_REQUEST", message);

/** A replay's connection may only read, so none of these is ever reached there. */
const acting =
  (act: (asked: Acting, params: Params) => Answer): Method =>
  (asked, params) =>
    asked.control === null ? refuse("UNAVAILABLE", "a replay takes no orders") : act({ ...asked, control: asked.control }, params);

const textOf = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
const fieldsOf = (value: unknown): Params | null => (typeof value === "object" && value !== null ? (value as Params) : null);
const msOf = (value: unknown): number | null => (typeof value === "number" && value >= 0 ? value : null);

/** What a drain is given when nobody says how long. */
const wholeDrainMs = 315_000;
const skippedDeferralMs = 300_000;
const reasonMax = 200;

/** As the lock file names it. */
export const ownerIdOf = (world: World, boot: number): string => uuid(world.scenario.name, "owner", boot);
export const gatewayPort = 18789;

function ownsLock(world: World, target: Params): boolean {
  const { lockOf } = world.phase.onHost;
  return lockOf !== null && target["pid"] === world.process.pid && target["ownerId"] === ownerIdOf(world, lockOf);
}

/** Carried out at once, for whoever can name the lock's owner; releases before 2026.8 do not know it. */
function targeted({ world, control }: Acting, params: Params, target: Params): Answer {
  if (!ownsLock(world, target)) return invalid("target gateway no longer owns the active lock");
  const intent = fieldsOf(params["restartIntent"]) ?? {};
  const drainBudgetMs = msOf(intent["force"] === true ? intent["drainBudgetMs"] : intent["waitMs"]) ?? wholeDrainMs;
  const { status } = control.restart({ reason: textOf(params["reason"]), drainBudgetMs });
  return answer({ ok: true, status: status === "coalesced" ? "coalesced" : "emitted", pid: world.process.pid });
}

function requestRestart(asked: Acting, params: Params): Answer {
  const { world, control } = asked;
  const reason = textOf(params["reason"]);
  if (reason !== null && reason.length > reasonMax) {
    return invalid(`invalid gateway.restart.request params: at /reason: must NOT have more than ${reasonMax} characters`);
  }
  const target = fieldsOf(params["target"]);
  if (target !== null && world.scenario.release !== "2026.5.7") return targeted(asked, params, target);
  const work = preflight(world);
  const { status, delayMs } = control.restart({ reason, drainBudgetMs: params["skipDeferral"] === true ? skippedDeferralMs : null });
  const old = world.scenario.release === "2026.5.7";
  return answer({
    ok: true,
    status,
    preflight: work,
    restart: {
      ok: true,
      pid: world.process.pid,
      signal: restartSignal(world.scenario),
      reason: reason ?? "gateway.restart.request",
      mode: "emit",
      cooldownMsApplied: delayMs,
      delayMs,
      coalesced: status === "coalesced",
      ...(old ? {} : { emitHooksQueued: false }),
    },
  });
}

type Named = { readonly channel: string; readonly accountId: string; readonly account: AccountNow | null };

function named(world: World, method: string, params: Params): Named | Answer {
  const channel = textOf(params["channel"]);
  if (channel === null) return invalid(`invalid ${method} params: must have required property 'channel'`);
  if (!channelOrder(world).includes(channel)) return invalid(`invalid ${method} channel`);
  const accounts = accountsOf(world, channel);
  const accountId = textOf(params["accountId"]) ?? accounts[0]?.script.account ?? "default";
  return { channel, accountId, account: accounts.find(({ script }) => script.account === accountId) ?? null };
}

function startChannel({ world, control }: Acting, params: Params): Answer {
  const found = named(world, "channels.start", params);
  if ("ok" in found) return found;
  const { channel, accountId, account } = found;
  const say = (started: boolean, status: string, reason?: string): Answer =>
    answer({ channel, accountId, started, outcome: { status, ...(reason === undefined ? {} : { reason }) } });
  if (account === null) return say(false, "skipped", "unconfigured");
  if (account.state === null) return say(false, "skipped", "disabled");
  if (account.state.running || account.state.restartPending) return say(true, "retry", "task-owned");
  control.account(account.script, "start");
  return say(true, "handed-off");
}

function stopChannel({ world, control }: Acting, params: Params): Answer {
  const found = named(world, "channels.stop", params);
  if ("ok" in found) return found;
  const { channel, accountId, account } = found;
  if (account?.state && account.state.lifecycle !== "stopped") control.account(account.script, "stop");
  return answer({ channel, accountId, stopped: true });
}

const unauthorized = invalid("unauthorized");

/** By session alone what is queued there goes with it. Runs a client started are for admin; a channel's belong to nobody. */
function abort({ world, control, scopes }: Acting, key: string | null, wanted: string | null): readonly string[] | Answer {
  const asked = ({ script, alive }: SessionNow): readonly Run[] =>
    alive.flatMap(({ run }) => ((key ?? script.key) === script.key && (wanted ?? runId(run)) === runId(run) ? [run] : []));
  const [run, ...behind] = world.sessions.map(asked).find((runs) => runs.length > 0) ?? [];
  if (run === undefined) return [];
  if (run.session.via === null && !scopes.includes("operator.admin")) return unauthorized;
  control.abort([run, ...behind]);
  return [run, ...behind].map(runId);
}

function abortSession(asked: Acting, params: Params): Answer {
  const [key, wanted] = [textOf(params["key"]), textOf(params["runId"])];
  if (key === null && wanted === null) return invalid("invalid sessions.abort params: key or runId required");
  const ended = abort(asked, key, wanted);
  if ("ok" in ended) return ended;
  const [abortedRunId = null] = ended;
  return answer({ ok: true, abortedRunId, status: abortedRunId === null ? "no-active-run" : "aborted" });
}

function abortChat(asked: Acting, params: Params): Answer {
  const key = textOf(params["sessionKey"]);
  if (key === null) return invalid("invalid chat.abort params: must have required property 'sessionKey'");
  const runIds = abort(asked, key, textOf(params["runId"]));
  return "ok" in runIds ? runIds : answer({ ok: true, aborted: runIds.length > 0, runIds });
}

function resumeSuspended({ control }: Acting, params: Params): Answer {
  const id = textOf(params["suspensionId"]);
  if (id === null) return invalid("invalid gateway.suspend.resume params: must have required property 'suspensionId'");
  return answer({ ok: true, status: "running", resumed: control.resume(id) });
}

type Writes = {
  readonly everywhere: Readonly<Record<string, Method>>;
  /** Since 2026.8. */
  readonly newer: Readonly<Record<string, Method>>;
  readonly scopes: Readonly<Record<string, "operator.admin" | "operator.write">>;
};

export const writes: Writes = {
  everywhere: {
    "gateway.restart.request": acting(requestRestart),
    "channels.start": acting(startChannel),
    "channels.stop": acting(stopChannel),
    "sessions.abort": acting(abortSession),
    "chat.abort": acting(abortChat),
  },
  newer: { "gateway.suspend.resume": acting(resumeSuspended) },
  scopes: {
    "gateway.restart.request": "operator.admin",
    "gateway.suspend.resume": "operator.admin",
    "channels.start": "operator.admin",
    "channels.stop": "operator.admin",
    "sessions.abort": "operator.write",
    "chat.abort": "operator.write",
  },
};
