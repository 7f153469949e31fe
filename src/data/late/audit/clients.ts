// Who is connected to the gateway, and what each may do: those that are there first, the newest of them on top.
import { matcherOf } from "../../boards/filter.ts";
import { lastValue } from "../../reading.ts";
import type { PresenceEntry } from "../../model/gateway.ts";
import { listed } from "../../select/rows.ts";
import type { State } from "../../state.ts";
import type { RowList } from "../late.ts";

export type ClientRow = {
  readonly key: string;
  readonly entry: PresenceEntry;
  /** `self`: the gateway's own entry. */
  readonly kind: "self" | "connected" | "gone";
  /** This gatetop. */
  readonly own: boolean;
  readonly name: string;
  /** Without `operator.`; the widest first. */
  readonly rights: readonly string[];
  readonly admin: boolean;
  readonly since: number | null;
};

const ADMIN = "operator.admin";
const order: readonly ClientRow["kind"][] = ["connected", "gone", "self"];
const kindOf = ({ reason }: PresenceEntry): ClientRow["kind"] =>
  reason === "self" ? "self" : reason === "disconnect" ? "gone" : "connected";

function rightsOf({ scopes }: PresenceEntry): readonly string[] {
  const names = scopes.map((scope) => scope.replace(/^operator\./u, ""));
  return [...names.filter((name) => name === "admin"), ...names.filter((name) => name !== "admin")];
}

function rowOf(entry: PresenceEntry, ownInstanceId: string | null): ClientRow {
  const { deviceId, instanceId, host, mode, clientId } = entry;
  const kind = kindOf(entry);
  return {
    key: [deviceId, instanceId, host, mode].map((part) => part ?? "").join("|"),
    entry,
    kind,
    own: instanceId !== null && instanceId === ownInstanceId,
    name: host ?? clientId ?? mode ?? "unnamed",
    rights: rightsOf(entry),
    admin: entry.scopes.includes(ADMIN),
    since: kind === "connected" ? (entry.onlineSince ?? entry.at) : entry.at,
  };
}

export type ClientList = RowList & { readonly rows: readonly ClientRow[]; readonly total: number };

const textOf = ({ entry, name, kind, rights, own }: ClientRow): string =>
  [name, entry.clientId, entry.mode, entry.version, kind, rights.join(" "), own ? "this gatetop" : ""].join(" ");

export function clientList(state: State): ClientList {
  const entries = lastValue(state.snapshot.presence) ?? [];
  const own = state.target?.ownInstanceId ?? null;
  const matcher = matcherOf(state.view.boardViews.audit.filter.text);
  const all = entries
    .map((entry) => rowOf(entry, own))
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || (b.since ?? 0) - (a.since ?? 0));
  const rows = all.filter((row) => matcher.all || matcher.matches(textOf(row)));
  return { ...listed(rows.map(({ key }) => key)), rows, total: all.length };
}
