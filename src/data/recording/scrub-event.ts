// One event, made fit for a recording: a row a type, a row a source, a row a push. Null: it is not recorded.
import type { AlertSettings, RuleSetting } from "../alerts/settings.ts";
import type { Mute } from "../alerts/mute.ts";
import type { LiveProbe } from "../channels/account-watch.ts";
import type { Event, Push, Sampled } from "../events.ts";
import type { Announced, LinkState, Refusal } from "../link-state.ts";
import type { LogBatch, LogLineIn } from "../logs/log-book.ts";
import type { Told } from "../restart/count.ts";
import type { Source, Values } from "../snapshot.ts";
import * as gateway from "./scrub-gateway.ts";
import * as onHost from "./scrub-host.ts";
import * as restart from "./scrub-run.ts";
import * as service from "./scrub-service.ts";
import * as work from "./scrub-work.ts";
import type { Names } from "./names.ts";
import type { Recorded } from "./recording.ts";
import { account, each, fields, keyed, named, nullOr, ownId, sentence, sessionKey, shapes, word, type Scrub } from "./scrub.ts";

const values: { readonly [K in Source]: Scrub<Values[K]> } = {
  health: gateway.health,
  status: gateway.gatewayStatus,
  systemInfo: gateway.systemInfo,
  channels: gateway.channels,
  sessions: work.sessions,
  tasks: each(work.task),
  lanes: gateway.lanes,
  stability: work.stability,
  presence: gateway.presence,
  preflight: gateway.preflight,
  port: onHost.port,
  healthz: onHost.healthz,
  startupz: onHost.startupz,
  readyz: onHost.readyz,
  process: onHost.gatewayProcess,
  host: onHost.host,
  unit: onHost.unit,
  supervisor: onHost.supervisor,
  bootHistory: each(onHost.boot),
  restartLog: work.restartLog,
  cost: gateway.cost,
  modelAuth: gateway.modelAuth,
  cron: gateway.cron,
  approvals: gateway.approvals,
  usage: gateway.usage,
  quotas: gateway.quotas,
  activity: gateway.activity,
  unitAudit: service.unitAudit,
  bundles: service.bundles,
  nodes: service.nodes,
  heartbeat: service.heartbeat,
  plugins: service.plugins,
};

const announced = fields<Announced>({ at: "kept", kind: "kept", expectedMs: "kept", reason: sentence });

type Link<P extends LinkState["phase"]> = Extract<LinkState, { readonly phase: P }>;
const link: Scrub<LinkState> = shapes("phase", {
  idle: fields<Link<"idle">>({ phase: "kept" }),
  connecting: fields<Link<"connecting">>({ phase: "kept", attempt: "kept", since: "kept" }),
  open: fields<Link<"open">>({ phase: "kept", since: "kept", generation: "kept", hello: gateway.hello }),
  waiting: fields<Link<"waiting">>({
    phase: "kept",
    since: "kept",
    retryAt: "kept",
    attempt: "kept",
    why: sentence,
    code: "kept",
    announced: nullOr(announced),
  }),
  refused: fields<Link<"refused">>({
    phase: "kept",
    since: "kept",
    refusal: fields<Refusal>({ code: word, why: sentence, fix: sentence }),
    retryAt: "kept",
  }),
});

type Pushed<P extends Push["push"]> = Extract<Push, { readonly push: P }>;
const push: Scrub<Push> = shapes("push", {
  session: fields<Pushed<"session">>({ push: "kept", session: work.session, reason: word }),
  "session-removed": fields<Pushed<"session-removed">>({ push: "kept", key: sessionKey }),
  task: fields<Pushed<"task">>({ push: "kept", task: work.task }),
  progress: fields<Pushed<"progress">>({
    push: "kept",
    sessionKey,
    stream: word,
    phase: word,
    failed: "kept",
    tool: fields<NonNullable<Pushed<"progress">["tool"]>>({ id: named("id"), ended: "kept" }),
  }),
  presence: fields<Pushed<"presence">>({ push: "kept", entries: gateway.presence }),
  health: fields<Pushed<"health">>({ push: "kept", health: gateway.health }),
  shutdown: fields<Pushed<"shutdown">>({ push: "kept", announced }),
  suspension: fields<Pushed<"suspension">>({ push: "kept", phase: word }),
  update: fields<Pushed<"update">>({ push: "kept", update: nullOr(gateway.update) }),
  tick: fields<Pushed<"tick">>({ push: "kept" }),
  broken: fields<Pushed<"broken">>({ push: "kept", name: word, why: sentence }),
  other: fields<Pushed<"other">>({ push: "kept", name: word }),
});

/** When, how grave and of what a line is; never what it says. */
const logLine: Scrub<LogLineIn> = fields<LogLineIn>({
  at: "kept",
  level: "kept",
  subsystem: word,
  session: sessionKey,
  message: () => NO_MESSAGE,
});
const NO_MESSAGE = "(not recorded)";

const told = fields<Told>({
  at: "kept",
  earliest: "kept",
  latest: "kept",
  bootId: named("boot"),
  cause: "kept",
  from: "kept",
  reason: sentence,
  explains: (causes) => causes,
});

/** `rule/subject`: a rule is ours, its subject may be anybody. */
const alertKey = <T extends string | null>(key: T, names: Names): T => {
  if (key === null) return key;
  const [rule = "", ...rest] = key.split("/");
  return [names.word(rule), ...(rest.length === 0 ? [] : [restart.subject(rest.join("/"), names)])].join("/") as T;
};

const mute = fields<Mute>({
  id: ownId,
  kind: "kept",
  key: alertKey,
  since: "kept",
  until: "kept",
  by: named("person"),
  reason: (reason) => (reason === null ? null : NO_MESSAGE),
});

const settings = fields<AlertSettings>({
  dangerousTools: each(word),
  rules: keyed((id, names) => names.word(id), fields<RuleSetting>({ severity: "kept", warn: "kept", crit: "kept", holdMs: "kept" })),
});

const recordedKeys: ReadonlySet<string> = new Set(["faster", "slower"]);

type Of<T extends Recorded["type"]> = Extract<Recorded, { readonly type: T }>;
type Row<T extends Recorded["type"]> = (event: Of<T>, names: Names) => Of<T> | null;

const scrubbed: { readonly [T in Recorded["type"]]: Row<T> } = {
  sampled: (event, names) => {
    const value = (values[event.source] as Scrub<unknown>)(event.value, names);
    return {
      type: "sampled",
      source: event.source,
      at: event.at,
      value,
      from: names.sentence(event.from),
      tookMs: event.tookMs,
    } as Sampled;
  },
  failed: fields<Of<"failed">>({ type: "kept", source: "kept", at: "kept", why: sentence }),
  missing: fields<Of<"missing">>({ type: "kept", source: "kept", at: "kept", why: sentence }),
  // Idle is only what gatetop itself ended, as it left.
  link: (event, names) => (event.link.phase === "idle" ? null : { type: "link", at: event.at, link: link(event.link, names) }),
  pushed: fields<Of<"pushed">>({ type: "kept", at: "kept", pushes: each(push) }),
  gap: fields<Of<"gap">>({ type: "kept", at: "kept", from: "kept", to: "kept" }),
  "round-trip": fields<Of<"round-trip">>({ type: "kept", at: "kept", ms: "kept" }),
  run: fields<Of<"run">>({ type: "kept", at: "kept", run: restart.run }),
  progress: fields<Of<"progress">>({ type: "kept", at: "kept", progress: restart.progress }),
  journal: fields<Of<"journal">>({ type: "kept", at: "kept", restarts: each(told) }),
  mutes: fields<Of<"mutes">>({ type: "kept", at: "kept", mutes: each(mute) }),
  settings: fields<Of<"settings">>({ type: "kept", at: "kept", settings }),
  "live-probe": fields<Of<"live-probe">>({
    type: "kept",
    at: "kept",
    probe: fields<LiveProbe>({ at: "kept", account, outcome: "kept", why: sentence, tookMs: "kept" }),
  }),
  target: fields<Of<"target">>({ type: "kept", at: "kept", target: onHost.target }),
  clock: fields<Of<"clock">>({ type: "kept", at: "kept" }),
  note: fields<Of<"note">>({ type: "kept", at: "kept", text: sentence, tone: "kept" }),
  // How often it was asked: readings grow old by it. Any other key is the person's own screen.
  acted: (event) => (recordedKeys.has(event.action) ? { type: "acted", at: event.at, action: event.action } : null),
  log: fields<Of<"log">>({
    type: "kept",
    at: "kept",
    batch: fields<LogBatch>({
      where: "kept",
      first: "kept",
      way: "kept",
      file: named("file"),
      sizeBytes: "kept",
      olderThere: "kept",
      cut: "kept",
      gap: nullOr(fields<NonNullable<LogBatch["gap"]>>({ why: "kept", bytes: "kept" })),
      lines: each(logLine),
    }),
  }),
  "no-log": fields<Of<"no-log">>({ type: "kept", at: "kept", why: sentence }),
  "older-activity": fields<Of<"older-activity">>({
    type: "kept",
    at: "kept",
    below: "kept",
    page: nullOr(gateway.activity),
    asking: "kept",
  }),
};

/** Null: events of this type, or this one, are not recorded. */
export function scrubbedEvent(event: Event, names: Names): Recorded | null {
  if (!Object.hasOwn(scrubbed, event.type)) return null;
  const row = scrubbed[event.type as Recorded["type"]] as (event: Event, names: Names) => Recorded | null;
  return row(event, names);
}
