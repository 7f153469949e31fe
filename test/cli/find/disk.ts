// A disk in memory, and the finder on it.
import type { Files, FileText } from "../../../src/cli/find/files.ts";
import { findGateway, type FinderInput, type FoundGateway, type NoGateway } from "../../../src/cli/find/gateway.ts";
import { parseArguments } from "../../../src/cli/options.ts";

/** A text, a text with its mode, or why it cannot be read. */
type DiskFile = string | { readonly text: string; readonly mode: number } | { readonly why: string; readonly denied: boolean };
export type Disk = Readonly<Record<string, DiskFile>>;

function fileText(file: DiskFile | undefined): FileText {
  if (file === undefined) return { kind: "missing" };
  if (typeof file === "string") return { kind: "text", text: file, mode: 0o600 };
  return "text" in file ? { kind: "text", ...file } : { kind: "unreadable", ...file };
}

export function diskFiles(disk: Disk): Files {
  return {
    read: (path) => fileText(disk[path]),
    isThere: (path) => Object.keys(disk).some((name) => name === path || name.startsWith(`${path}/`)),
  };
}

export type Situation = {
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly disk?: Disk;
  readonly stdinLine?: string;
  readonly addresses?: readonly string[];
};

/** The home is /home/ann, the host is called box, the user has uid 1000. */
export function find(situation: Situation): FoundGateway | NoGateway {
  const parsed = parseArguments(situation.argv ?? []);
  if (parsed.kind !== "run") throw new Error(`bad argv: ${JSON.stringify(parsed)}`);
  const input: FinderInput = {
    options: parsed.options,
    env: { HOME: "/home/ann", ...situation.env },
    homedir: "/nowhere",
    cwd: "/srv/here",
    uid: 1000,
    hostname: "box",
    addresses: situation.addresses ?? ["127.0.0.1", "192.168.7.2"],
    files: diskFiles(situation.disk ?? {}),
    stdinLine: situation.stdinLine ?? null,
  };
  return findGateway(input);
}

export function found(situation: Situation): FoundGateway {
  const result = find(situation);
  if (result.kind !== "found") throw new Error(`expected a gateway: ${result.sentence}`);
  return result;
}

/** Where a fact came from. */
export const origin = (gateway: FoundGateway, name: string): string | undefined => gateway.facts.find((fact) => fact.name === name)?.from;

export const CONFIG = "/home/ann/.openclaw/openclaw.json";

/** A lock as the gateway pads it. */
export const lock = (fields: object): string =>
  `${JSON.stringify({ ownerId: "x", createdAt: "2026-11-20T08:00:00Z", ...fields })}${" ".repeat(40)}`;
export const LOCK = "/home/ann/.openclaw/tmp/openclaw-1000/gateway.state.lock";
