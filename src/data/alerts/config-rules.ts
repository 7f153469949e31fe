// What the gateway stands on besides its process: its configuration, its plugins, its release, its disk.
import { current, type Fact } from "../facts.ts";
import type { LogNote } from "../model/log-notes.ts";
import type { State } from "../state.ts";
import { bytes, percent } from "../units.ts";
import { bootOf } from "../workload/detector-lines.ts";
import type { Check, Evidence, Finding, Judging, Rule, Threshold } from "./alert.ts";
import { judged, unknown } from "./judged.ts";
import { quoted, quotedFrom, read } from "./read-from.ts";
import { beyond, graded } from "./threshold.ts";

const GATEWAY = "gateway";

type Reload = Extract<LogNote, { of: "config-reload" }>;

const notTaken: Readonly<Record<NonNullable<Reload["why"]>, string>> = {
  failed: "its last reload failed",
  invalid: "its file was changed and does not pass the gateway's check",
  missing: "its file is gone",
};

/** A boot reads its configuration anew: what failed before it is over. */
function failedReload(state: State): Reload | null {
  const log = current(state, "restartLog");
  if (log.kind !== "ok") return null;
  const last = log.value.work.notes.findLast((note) => note.of === "config-reload");
  return last === undefined || last.ok || last.at < bootOf(state) ? null : last;
}

function configReload(state: State): Check {
  const health = current(state, "health");
  const told = health.kind === "ok" ? health.value.configReload : null;
  const failed = failedReload(state);
  if (failed !== null) {
    const message = `${notTaken[failed.why ?? "failed"]}: the gateway goes on with the old one`;
    const evidence: Evidence = { label: "config reload", value: failed.why ?? "failed", source: "logs.tail", at: failed.at };
    return judged({ subject: "config", since: failed.at, message, evidence: [evidence] });
  }
  const evidence = [quotedFrom(state, "health", "hot reload", told ?? "not told")];
  if (told === "disabled") return judged({ subject: "config", message: "hot reload is off: changes wait for a restart", evidence });
  return told === null ? unknown("neither health nor the log tells of config reloads") : judged();
}

const PLUGINS: Threshold = { quantity: "plugins with an error", unit: "count", warn: 0, crit: null, hysteresis: 0 };
const NAMED = 3;

function pluginErrors(state: State, judging: Judging): Check {
  const health = current(state, "health");
  if (health.kind !== "ok" || health.value.pluginErrors === null) return unknown("health does not tell of plugins");
  const errors = health.value.pluginErrors;
  const missing = health.value.pluginsUnavailable ?? [];
  const many = beyond(errors.length, PLUGINS, judging, "plugins");
  const more = (all: readonly string[]): string => (all.length > NAMED ? ` and ${all.length - NAMED} more` : "");
  const named = (all: readonly string[]): string => `${all.slice(0, NAMED).join(", ")}${more(all)}`;
  return judged(
    many && {
      subject: "plugins",
      message: `${errors.length} failed: ${named(errors)}`,
      evidence: errors.map((error): Evidence => quotedFrom(state, "health", "error", error)),
      ...graded(many),
    },
    missing.length === 0 ? null : { subject: "missing plugins", severity: "info", message: `configured, cannot be had: ${named(missing)}` },
  );
}

/** Told in hello and by an event: without a connection nobody says that it is over. */
function updateAvailable({ update, link }: State): Check {
  if (link.phase !== "open") return unknown("the gateway tells of an update only to those who listen");
  if (update === null || update.latest === update.current) return judged();
  const from = update.channel === null ? "" : ` (${update.channel})`;
  return judged({ subject: GATEWAY, message: `${update.latest}${from} is out, this is ${update.current}` });
}

const DISK: Threshold = { quantity: "space left", unit: "%", warn: 10, crit: 5, side: "below", hysteresis: 0.05 };

type Disk = { readonly subject: string; readonly left: number; readonly availableBytes: number | null; readonly fact: Fact<unknown> };

/** The file system of the state directory; told by the gateway, every one it looks at. */
function disksOf(state: State): readonly Disk[] {
  const told = current(state, "systemInfo");
  if (told.kind === "ok") {
    const { disks, diskTotalBytes, diskAvailableBytes } = told.value;
    const one =
      diskTotalBytes === null || diskAvailableBytes === null
        ? []
        : [{ path: "disk", totalBytes: diskTotalBytes, availableBytes: diskAvailableBytes }];
    const known = (disks.length > 0 ? disks : one).filter(({ totalBytes }) => totalBytes > 0);
    if (known.length > 0) {
      return known.map(({ path, totalBytes, availableBytes }) => ({
        subject: path,
        left: (100 * availableBytes) / totalBytes,
        availableBytes,
        fact: { value: null, from: told.from, at: told.at },
      }));
    }
  }
  const host = current(state, "host");
  if (host.kind !== "ok" || host.value.diskUsedPercent === null) return [];
  return [
    { subject: "disk", left: 100 - host.value.diskUsedPercent, availableBytes: null, fact: { value: null, from: host.from, at: host.at } },
  ];
}

function diskLow(state: State, judging: Judging): Check {
  const disks = disksOf(state);
  if (disks.length === 0) return unknown("no source tells of its disk");
  return judged(
    ...disks.map(({ subject, left, availableBytes, fact }): Finding | null => {
      const low = beyond(left, DISK, judging, subject);
      const space = availableBytes === null ? "" : ` (${bytes(availableBytes)})`;
      const evidence = [quoted("left", `${percent(left / 100)}${space}`, fact)];
      return low && { subject, message: `${percent(left / 100)} left${space}`, evidence, ...graded(low) };
    }),
  );
}

export const configRules: readonly Rule[] = [
  {
    id: "config-reload",
    title: "Its configuration is not taken over",
    topic: "config",
    severity: "warn",
    holdMs: 0,
    clearMs: 0,
    reason: "what is written in its file is then not what it does",
    remedy: "openclaw doctor names what is wrong in the file; a restart reads it again",
    readFrom: [read("health", "configReload.hotReloadStatus", "2026.7.1"), read("restartLog", "config reload failed")],
    check: configReload,
  },
  {
    id: "plugin-errors",
    title: "Plugins failed to load",
    topic: "config",
    severity: "warn",
    holdMs: 0,
    clearMs: 0,
    reason: "what the plugin does is not done, and nothing else says so",
    remedy: "openclaw plugins list names them; mend or remove them, then restart",
    threshold: PLUGINS,
    readFrom: [read("health", "plugins.errors[]", "2026.5"), read("health", "plugins.unavailable[]", "2026.7.1")],
    check: pluginErrors,
  },
  {
    id: "update-available",
    title: "A newer release is out",
    topic: "gateway",
    severity: "info",
    holdMs: 0,
    clearMs: 0,
    reason: "told by the gateway itself, once, to those who listen",
    remedy: "openclaw update, when it suits",
    readFrom: [read("event", "update.available"), read("hello", "snapshot.updateAvailable")],
    check: updateAvailable,
  },
  {
    id: "disk-low",
    title: "Disk nearly full",
    topic: "disk",
    severity: "warn",
    holdMs: 60_000,
    clearMs: 60_000,
    reason: "transcripts and the state database are written all the time: without space runs are lost",
    remedy: "make room: old logs and transcripts first",
    threshold: DISK,
    readFrom: [
      read("systemInfo", "disks[], diskTotalBytes, diskAvailableBytes", "2026.7.1"),
      read("host", "statfs of the state directory"),
    ],
    check: diskLow,
  },
];
