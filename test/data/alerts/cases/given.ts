// Readings of what is asked seldom, as they are when all is well.
import type { LogNote, WorkLog } from "../../../../src/data/model/log-notes.ts";
import type { GatewayHealth } from "../../../../src/data/model/gateway.ts";
import type { DiagnosticRecord } from "../../../../src/data/model/sessions.ts";
import type { Cost, CronJob, ModelAuth } from "../../../../src/data/model/upkeep.ts";
import type { Event } from "../../../../src/data/events.ts";
import type { RestartLog, RestartNote } from "../../../../src/data/restart/restart-log.ts";
import * as s from "../../../support/scene.ts";

export const health = (given: Partial<GatewayHealth> = {}): Event =>
  s.sampled("health", {
    ok: true,
    builtAt: s.START,
    durationMs: 1,
    eventLoop: null,
    modelRuntimeDegraded: false,
    pluginErrors: [],
    pluginsUnavailable: [],
    configReload: "active",
    failedDeliveries: [],
    ...given,
  });

const log = (notes: readonly RestartNote[], work: WorkLog): RestartLog => ({
  cursor: 0,
  file: null,
  watched: false,
  askedAt: s.START,
  reachesBackTo: s.START - 86_400_000,
  notes,
  work,
});

export const logged = (...notes: readonly LogNote[]): Event => s.sampled("restartLog", log([], { notes, errors: [] }));
export const restartsLogged = (...notes: readonly RestartNote[]): Event => s.sampled("restartLog", log(notes, { notes: [], errors: [] }));
export const errorsLogged = (count: number, bySubsystem: Readonly<Record<string, number>> = { gateway: count }): Event =>
  s.sampled("restartLog", log([], { notes: [], errors: [{ minute: s.START - 60_000, count, bySubsystem }] }));

/** The ring since it began: so many records of each kind. */
export function ring(...kinds: readonly (readonly [times: number, record: Partial<DiagnosticRecord>])[]): Event {
  const records = kinds.flatMap(([times, given]) => Array.from({ length: times }, () => given));
  return s.sampled("stability", {
    since: 0,
    lastSeq: records.length,
    dropped: 0,
    records: records.map((given, index) => s.record({ seq: index + 1, at: s.START - 1_000, ...given })),
  });
}

export const job = (given: Partial<CronJob> = {}): CronJob => ({
  id: "0f3c9a1e-0000",
  name: "nightly",
  enabled: true,
  everyMs: null,
  nextRunAt: s.START + 3_600_000,
  lastRunAt: s.START - 3_600_000,
  runningAt: null,
  lastStatus: "ok",
  consecutiveErrors: 0,
  autoDisabled: null,
  ...given,
});

export const auth = (given: Partial<ModelAuth> = {}): ModelAuth => ({
  provider: "anthropic",
  profile: "anthropic:default",
  status: "ok",
  renewed: false,
  expiresAt: null,
  ...given,
});

export const cost = (usd: number, given: Partial<Cost> = {}): Event =>
  s.sampled("cost", { fresh: true, days: [{ date: "2026-11-20", tokens: 1_000, usd, unpriced: 0 }], ...given });
