// What leaves this host of the unit and what is found wrong with it. Values of settings are kept word by word; paths and names are not.
import type {
  Heartbeat,
  NodeEntry,
  Plugin,
  StabilityBundle,
  UnitAudit,
  UnitFinding,
  UnitSetting,
  UnitSettings,
} from "../service/unit-audit.ts";
import { unitName } from "./scrub-host.ts";
import { each, fields, keyed, named, nullOr, release, sentence, word, type Scrub } from "./scrub.ts";

const setting = fields<UnitSetting>({ name: word, value: sentence, file: named("file"), line: "kept" });

const settings = fields<UnitSettings>({
  kind: "kept",
  unit: unitName,
  files: each(named("file")),
  settings: keyed((key, names) => names.word(key), setting),
  needsReload: "kept",
  lingers: "kept",
  competing: each(sentence),
});

const finding = fields<UnitFinding>({
  id: word,
  status: "kept",
  severity: "kept",
  setting: word,
  found: sentence,
  wanted: sentence,
  why: sentence,
  fix: sentence,
});

export const unitAudit = fields<UnitAudit>({ settings: nullOr(settings), why: sentence, findings: each(finding) });

export const bundles: Scrub<readonly StabilityBundle[]> = each(
  fields<StabilityBundle>({ file: named("file"), at: "kept", pid: "kept", reason: word, bytes: "kept" }),
);

export const nodes: Scrub<readonly NodeEntry[]> = each(
  fields<NodeEntry>({ id: named("device"), name: named("device"), platform: word, connected: "kept", lastSeenAt: "kept" }),
);

export const heartbeat = fields<Heartbeat>({ at: "kept", status: word, reason: word, durationMs: "kept" });

export const plugins: Scrub<readonly Plugin[]> = each(fields<Plugin>({ id: word, version: release, state: word, runtime: word }));
