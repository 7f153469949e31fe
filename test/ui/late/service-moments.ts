// Moments of the service board, on top of those of the whole screen.
import { harmless } from "../../../src/data/harmless.ts";
import type { Event } from "../../../src/data/events.ts";
import type { GuardState } from "../../../src/data/service/guard-state.ts";
import type { CronJob } from "../../../src/data/model/upkeep.ts";
import type { BootRecord } from "../../../src/data/restart/evidence.ts";
import type { SupervisorFacts } from "../../../src/data/restart/supervisor.ts";
import { audited, notAudited } from "../../../src/data/service/audit.ts";
import { parsePlist } from "../../../src/data/service/parse-plist.ts";
import type { Plugin, StabilityBundle, UnitAudit, UnitSettings } from "../../../src/data/service/unit-audit.ts";
import type { State } from "../../../src/data/state.ts";
import { update } from "../../../src/data/update.ts";
import { act } from "../../../src/data/view.ts";
import { settingsOf } from "../../data/service/unit-files.ts";
import * as s from "../../support/scene.ts";
import { moment, NOW } from "../moments.ts";
import "../../support/late.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (ago: number): number => NOW - ago;
const after = (state: State, ...events: readonly Event[]): State => events.reduce(update, state);
const board = (state: State): State => act(state, "service-board");
const typed = (state: State, text: string): State =>
  Array.from(text).reduce((now, key) => update(now, { type: "typed", at: NOW, key }), act(state, "filter"));
/** As the decoders let it in. */
const hostile = harmless("客服🌙 \u202enoc.lave \u001b[31mred");

const facts: SupervisorFacts = {
  kind: "systemd-user",
  unit: "openclaw-gateway.service",
  loadState: "loaded",
  activeState: "active",
  subState: "running",
  result: "success",
  mainPid: 2815,
  invocationId: "7f3a0d1c2b4e4f60a1b2c3d4e5f60718",
  automaticRestarts: 2,
  stopTimeoutMs: 330_000,
  restartDelayMs: 5_000,
  restartPolicy: "always",
  enabled: true,
};

/** The captured units never ran: this one does. */
const running = (settings: UnitSettings): UnitSettings => {
  const set = (name: string, value: string) => [name, { name, value, file: null, line: null }] as const;
  const now = { MemoryCurrent: "1299128320", MemoryMax: "1610612736", TasksCurrent: "29", ActiveState: "active" };
  return {
    ...settings,
    settings: { ...settings.settings, ...Object.fromEntries(Object.entries(now).map(([name, value]) => set(name, value))) },
  };
};

const supervised = (given: Partial<SupervisorFacts> = {}): Event =>
  s.sampled("supervisor", { found: true, facts: { ...facts, ...given }, problems: [] }, at(4_000));
const audit = (value: UnitAudit): Event => s.sampled("unitAudit", value, at(4_000));
const unit = (name: string, given: Parameters<typeof settingsOf>[1] = {}): Event => audit(audited(running(settingsOf(name, given))));

const boot = (ago: number, given: Partial<BootRecord> = {}): BootRecord => ({
  bootId: `boot-${ago}`,
  pid: 2815,
  startedAt: at(ago),
  completedAt: null,
  outcome: null,
  reason: null,
  startupReason: null,
  ...given,
});
const ended = (reason: string, ago: number): Partial<BootRecord> => ({ completedAt: at(ago), outcome: "planned_restart", reason });

const boots: readonly BootRecord[] = [
  boot(4 * HOUR),
  boot(9 * HOUR, ended("restart (SIGUSR2: config.patch)", 4 * HOUR)),
  boot(20 * HOUR, { pid: 2711 }),
];

const job = (name: string, given: Partial<CronJob> = {}): CronJob => ({
  id: name,
  name,
  enabled: true,
  everyMs: 1_800_000,
  nextRunAt: NOW + 12 * MINUTE,
  lastRunAt: at(18 * MINUTE),
  runningAt: null,
  lastStatus: "ok",
  consecutiveErrors: 0,
  autoDisabled: null,
  ...given,
});

const plugin = (id: string, given: Partial<Plugin> = {}): Plugin => ({
  id,
  version: "2026.9.6",
  state: "enabled",
  runtime: "active",
  ...given,
});

const bundle: StabilityBundle = {
  file: "openclaw-stability-2026-11-20T08-54-07-480Z-32714-gateway.crash_loop_breaker.json",
  at: at(5 * HOUR),
  pid: 32_714,
  reason: "gateway.crash_loop_breaker",
  bytes: 18_432,
};

const upkeep: readonly Event[] = [
  s.sampled("bootHistory", boots, at(4_000)),
  s.sampled("cron", [job("Inbox digest"), job("Backup of notes", { enabled: false, nextRunAt: null })], at(4_000)),
  s.sampled("modelAuth", [{ provider: "anthropic", profile: null, status: "static", renewed: false, expiresAt: null }], at(4_000)),
  s.sampled("plugins", [plugin("telegram"), plugin("irc"), plugin("browser", { runtime: "unloaded" })], at(4_000)),
  s.sampled("nodes", [], at(4_000)),
  s.sampled("heartbeat", { at: at(20 * MINUTE), status: "skipped", reason: "no-route", durationMs: 1_778 }, at(4_000)),
  s.sampled("bundles", [], at(4_000)),
];

const troubled: readonly Event[] = [
  s.sampled(
    "cron",
    [
      job("Inbox digest", { lastStatus: "error", consecutiveErrors: 4 }),
      job("Standup reminder", { nextRunAt: at(25 * MINUTE) }),
      job("Weather brief", { enabled: false, autoDisabled: "consecutive_errors" }),
      job("Backup of notes", { runningAt: at(40_000) }),
    ],
    at(4_000),
  ),
  s.sampled(
    "modelAuth",
    [
      { provider: "openai", profile: "openai:default", status: "expired", renewed: false, expiresAt: at(HOUR) },
      { provider: "anthropic", profile: "anthropic:default", status: "expiring", renewed: false, expiresAt: NOW + 5 * HOUR },
    ],
    at(4_000),
  ),
  s.sampled("plugins", [plugin("telegram"), plugin("memory-core", { state: "error", runtime: "unloaded" })], at(4_000)),
  s.sampled("nodes", [{ id: "n1", name: "workshop-mac", platform: "macos", connected: false, lastSeenAt: at(3 * HOUR) }], at(4_000)),
  s.sampled("bundles", [bundle], at(4_000)),
];

const named = (name: string): readonly Event[] => [
  s.sampled("cron", [job(name, { lastStatus: name })], at(4_000)),
  s.sampled("plugins", [plugin(name, { state: "error", version: name })], at(4_000)),
  s.sampled("nodes", [{ id: name, name, platform: name, connected: true, lastSeenAt: null }], at(4_000)),
  s.sampled("modelAuth", [{ provider: name, profile: name, status: name, renewed: false, expiresAt: null }], at(4_000)),
  s.sampled("bootHistory", [boot(HOUR), boot(2 * HOUR, ended(name, HOUR))], at(4_000)),
];

const agent = `<plist><dict><key>RunAtLoad</key><true/>
<key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>
<key>ThrottleInterval</key><integer>60</integer></dict></plist>`;

const guard: GuardState = {
  at: at(10_000),
  intervalMs: 5_000,
  pid: 4711,
  acts: true,
  strikes: 1,
  strikesNeeded: 3,
  backoffUntil: NOW + 8_000,
  gaveUpAt: null,
  lastAction: { at: at(2 * HOUR), words: "restarted: pid 2815 → 4007 (new process)", proved: true },
  nextRestartAt: NOW + 3 * HOUR + 20 * MINUTE,
  maintenanceUntil: null,
};

const well = (...events: readonly Event[]): State => after(moment("well"), supervised(), ...upkeep, ...events, s.clock(NOW));
const clean = (...events: readonly Event[]): State => well(unit("shipped-2026.9.6"), ...events);

const noSystemd = (): State =>
  well(
    s.sampled("supervisor", { found: false, why: "this host is not run by systemd", problems: [] }, at(4_000)),
    audit(notAudited("this host is not run by systemd")),
  );

const launchd = (): State =>
  well(
    supervised({ kind: "launchd", unit: "ai.openclaw.gateway", automaticRestarts: null, enabled: null }),
    audit(
      audited(
        parsePlist(agent, { unit: "ai.openclaw.gateway", file: "/Users/o/Library/LaunchAgents/ai.openclaw.gateway.plist", beside: [] }),
      ),
    ),
  );

const latched = (): State =>
  after(
    moment("gone"),
    ...upkeep,
    supervised({ activeState: "failed", subState: "failed", result: "exit-code", mainPid: null, automaticRestarts: 10 }),
    audit(audited(settingsOf("latched"))),
    s.clock(NOW),
  );

/** A quarter of an hour of events is played for each: once is enough. */
const kept = (made: () => State): (() => State) => {
  let state: State | null = null;
  return () => (state ??= made());
};

export const serviceMoments = {
  clean: kept(() => board(clean())),
  "four-faults": kept(() => board(well(unit("four-faults-by-drop-in", { lingers: false }), ...troubled))),
  "every-fault": kept(() =>
    board(well(unit("shipped-2026.2.26", { lingers: false, competing: ["system openclaw-gateway.service"] }), ...troubled)),
  ),
  "no-systemd": kept(() => board(noSystemd())),
  latched: kept(() => board(latched())),
  launchd: kept(() => board(launchd())),
  guard: kept(() => board(after(clean(), { type: "guard", at: NOW, guard }, s.clock(NOW)))),
  "guard-alone": kept(() => board(after(noSystemd(), { type: "guard", at: NOW, guard }, s.clock(NOW)))),
  "never-seen": kept(() => board(moment("refused"))),
  "not-asked": kept(() => board(moment("well"))),
  hostile: kept(() => board(clean(...named(hostile)))),
  filter: kept(() => typed(act(board(clean()), "next-panel"), "kill|stop")),
  "filter-none": kept(() => typed(board(clean()), "nowhere")),
} as const satisfies Record<string, () => State>;
