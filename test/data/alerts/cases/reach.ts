// The gateway itself: can it be reached, does it do its work?
import * as s from "../../../support/scene.ts";
import { old, type Case } from "./case.ts";
import { health, logged } from "./given.ts";

const update = (latest: string) => s.pushed([{ push: "update", update: { current: "2026.9.6", latest, channel: null } }]);
const took = (ms: number) => [{ type: "round-trip", at: s.START, ms }] as const;
const readyz = (given: Parameters<typeof s.readyz>[0]) => s.sampled("readyz", s.answered(s.readyz(given)));
const up = (hours: number) => [readyz({ uptimeMs: hours * 3_600_000 })];
const reload = (ok: boolean) => logged({ at: s.START - 5_000, of: "config-reload", ok, why: ok ? null : "invalid" });

export const reachCases: readonly Case[] = [
  {
    id: "port-closed",
    under: [],
    over: [s.refusedPort],
    says: /does not listen on port 18789/u,
    subject: "gateway",
    severity: "crit",
    unknown: old,
  },
  {
    id: "silent",
    under: [s.sampled("healthz", s.answered({ ok: true, status: "live" }))],
    over: [s.sampled("healthz", s.silent())],
    says: /no HTTP answer for 2s/u,
    subject: "gateway",
    severity: "warn",
    unknown: old,
  },
  {
    id: "link",
    under: [],
    over: [s.link(s.waitingLink())],
    says: /no WebSocket: the connection was cut/u,
    subject: "link",
    severity: "warn",
    unknown: [...s.well(), s.link(s.waitingLink()), s.link({ phase: "connecting", attempt: 1, since: s.START })],
  },
  {
    id: "not-ready",
    under: [],
    over: [s.sampled("readyz", s.answered(s.readyz({ ready: false, failing: ["irc"] }), 503))],
    says: /not ready: irc/u,
    subject: "gateway",
    severity: "crit",
    unknown: old,
  },
  {
    id: "draining",
    under: [s.pushed([{ push: "suspension", phase: "accepting" }])],
    over: [s.pushed([{ push: "suspension", phase: "draining" }])],
    says: /suspended: draining/u,
    subject: "gateway",
    severity: "warn",
    unknown: [...s.well(), s.link(s.waitingLink()), s.clock(s.START + 120_000)],
  },
  {
    id: "crash-loop",
    under: [],
    over: [readyz({ suppressed: ["telegram"] })],
    says: /crash-loop breaker: telegram not started/u,
    subject: "gateway",
    severity: "crit",
    unknown: old,
  },
  {
    id: "slow",
    under: took(5_000),
    over: took(5_001),
    says: /an RPC took 5.0 s/u,
    subject: "gateway",
    severity: "warn",
    unknown: "no answer is what it tells; without a link another rule speaks",
    own: { looser: { warn: 6 }, tighter: { warn: 4 } },
  },
  {
    id: "uptime",
    under: up(168),
    over: up(168.01),
    says: /up for 7d without a restart/u,
    subject: "gateway",
    severity: "info",
    unknown: [],
    on: { severity: "info" },
    own: { looser: { warn: 200 }, tighter: { warn: 100 } },
  },
  {
    id: "config-reload",
    under: [health(), reload(true)],
    over: [health(), reload(false)],
    says: /does not pass the gateway's check: the gateway goes on with the old one/u,
    subject: "config",
    severity: "warn",
    unknown: s.well(),
  },
  {
    id: "plugin-errors",
    under: [health()],
    over: [health({ pluginErrors: ["weather: no such module"] })],
    says: /1 failed: weather: no such module/u,
    subject: "plugins",
    severity: "warn",
    unknown: [...s.well(), health({ pluginErrors: null })],
    own: { looser: { warn: 1 }, tighter: { warn: -1 } },
  },
  {
    id: "update-available",
    under: [update("2026.9.6")],
    over: [update("2026.9.7")],
    says: /2026\.9\.7 is out, this is 2026\.9\.6/u,
    subject: "gateway",
    severity: "info",
    unknown: [...s.well(), s.link(s.waitingLink())],
  },
];
