// What else the gateway stands on: its config, plugins, credentials, nodes, heartbeat, and what it left when something went wrong.
import { clockAheadMs } from "../../channels/deaf-accounts.ts";
import type { ModelAuth } from "../../model/upkeep.ts";
import { lastValue } from "../../reading.ts";
import { UNKNOWN, type Mark } from "../../select/cell.ts";
import { field, fieldsOf, originOf, type Field } from "../../select/section.ts";
import type { NodeEntry, Plugin, StabilityBundle } from "../../service/unit-audit.ts";
import type { Source } from "../../snapshot.ts";
import type { State } from "../../state.ts";
import { age, bytes, duration } from "../../units.ts";
import type { ServiceRow, ServiceRows } from "./row.ts";

type Told = Pick<ServiceRow, "key" | "mark" | "name" | "words" | "note" | "value">;

const plain = (key: string, name: string, words: string, note = "", mark: Mark = "none", value: unknown = { [name]: words }): Told => ({
  key,
  name,
  words,
  note,
  mark,
  value,
});

function configRows(state: State): readonly Told[] {
  const told = lastValue(state.snapshot.health)?.configReload ?? null;
  const file = state.target?.configPath ?? null;
  const words = told === null ? UNKNOWN : `hot reload ${told}`;
  return [plain("config", "config", words, file ?? "", told === "disabled" ? "warn" : "none", { hotReload: told, file })];
}

const pluginMark = ({ state, runtime }: Plugin): Mark => (state === "error" || runtime === "error" ? "bad" : "none");

/** Those in error each; the others counted. */
function pluginRows(plugins: readonly Plugin[]): readonly Told[] {
  const wrong = plugins.filter((plugin) => pluginMark(plugin) === "bad");
  const active = plugins.filter(({ runtime }) => runtime === "active");
  return [
    plain(
      "plugins",
      "plugins",
      `${plugins.length} on · ${active.length} active`,
      wrong.length === 0 ? "" : `${wrong.length} failed`,
      "none",
      plugins,
    ),
    ...wrong.map((one) => plain(`plugin ${one.id}`, "plugin", `${one.id} failed`, one.version ?? "", "bad", one)),
  ];
}

const authMarks: Readonly<Record<string, Mark>> = { expired: "bad", missing: "bad", expiring: "warn", ok: "ok", static: "ok" };

function authRow(auth: ModelAuth, now: number): Told {
  const { provider, profile, status, renewed, expiresAt } = auth;
  const left =
    expiresAt === null ? "" : expiresAt > now ? `expires in ${duration(expiresAt - now)}` : `expired ${age(now - expiresAt)} ago`;
  const mark = renewed && status === "expiring" ? "ok" : (authMarks[status] ?? "none");
  const note = [left, renewed ? "renewed by itself" : "", profile ?? ""].filter(Boolean).join(" · ");
  return plain(`auth ${provider} ${profile ?? ""}`, "credentials", `${provider} ${status}`, note, mark, auth);
}

const nodeRow = (node: NodeEntry, now: number): Told => {
  const seen = node.lastSeenAt === null ? "" : `seen ${age(now - node.lastSeenAt)} ago`;
  const words = `${node.name ?? node.id} ${node.connected === null ? UNKNOWN : node.connected ? "connected" : "not connected"}`;
  return plain(
    `node ${node.id}`,
    "node",
    words,
    [node.platform ?? "", seen].filter(Boolean).join(" · "),
    node.connected === true ? "ok" : "off",
    node,
  );
};

function heartbeatRows(state: State, now: number): readonly Told[] {
  const heartbeat = lastValue(state.snapshot.heartbeat);
  if (heartbeat === null) return [];
  const { at, status, reason, durationMs } = heartbeat;
  if (at === null) return [plain("heartbeat", "heartbeat", "none yet", "", "off", heartbeat)];
  const took = durationMs === null ? "" : `took ${duration(durationMs)}`;
  const words = `${status ?? UNKNOWN} ${age(now - at)} ago`;
  return [
    plain(
      "heartbeat",
      "heartbeat",
      words,
      [reason ?? "", took].filter(Boolean).join(" · "),
      status === "failed" ? "warn" : "none",
      heartbeat,
    ),
  ];
}

const bundleRow = (bundle: StabilityBundle, now: number): Told =>
  plain(
    `bundle ${bundle.file}`,
    "bundle",
    `${bundle.reason} ${age(now - bundle.at)} ago`,
    `${bytes(bundle.bytes)} · ${bundle.file}`,
    "warn",
    bundle,
  );

type Part = {
  readonly source: Source;
  readonly name: string;
  readonly none: string;
  readonly rows: (state: State, now: number) => readonly Told[];
};

const parts: readonly Part[] = [
  { source: "health", name: "config", none: "", rows: configRows },
  {
    source: "modelAuth",
    name: "credentials",
    none: "no model provider",
    rows: ({ snapshot }, now) => (lastValue(snapshot.modelAuth) ?? []).map((one) => authRow(one, now)),
  },
  {
    source: "plugins",
    name: "plugins",
    none: "none on",
    rows: ({ snapshot }) => {
      const plugins = lastValue(snapshot.plugins);
      return plugins === null ? [] : pluginRows(plugins);
    },
  },
  { source: "heartbeat", name: "heartbeat", none: "", rows: heartbeatRows },
  {
    source: "nodes",
    name: "nodes",
    none: "none paired",
    rows: ({ snapshot }, now) => (lastValue(snapshot.nodes) ?? []).map((one) => nodeRow(one, now)),
  },
  {
    source: "bundles",
    name: "bundles",
    none: "none: nothing went badly wrong",
    rows: ({ snapshot }, now) => (lastValue(snapshot.bundles) ?? []).map((one) => bundleRow(one, now)),
  },
];

/** A part without rows says why: not asked, not there, or truly none. */
function empty(state: State, { source, name, none }: Part): Told {
  const reading = state.snapshot[source];
  if (reading.kind === "absent") return plain(`no ${name}`, name, UNKNOWN, reading.why, "off");
  return plain(`no ${name}`, name, reading.kind === "pending" ? UNKNOWN : none, "", "off");
}

/** The plugins are many: one line each. */
const fieldsIn = (value: unknown, now: number): readonly Field[] =>
  Array.isArray(value)
    ? (value as readonly Plugin[]).map(({ id, version, state, runtime }) =>
        field(id, [state, runtime, version].filter(Boolean).join(" · ")),
      )
    : fieldsOf(value as object, now);

export function upkeepRows(state: State): ServiceRows {
  const now = state.now + clockAheadMs(state);
  const rows = parts.flatMap((part) => {
    const told = part.rows(state, now);
    return (told.length === 0 ? [empty(state, part)] : told).map((row): ServiceRow => ({
      ...row,
      tone: row.mark === "bad" || row.mark === "warn" ? row.mark : row.words === UNKNOWN || row.mark === "off" ? "dim" : "plain",
      source: part.source,
      sections: () => [{ title: row.name, origin: originOf(state, part.source), fields: fieldsIn(row.value, now) }],
    }));
  });
  return { rows, why: null };
}
