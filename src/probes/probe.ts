// A probe asks one source. The world it may touch is a parameter, so the same probes run real and in tests.
import type { HttpProbe, PortProbe } from "../data/model/local.ts";
import type { Source, Values } from "../data/snapshot.ts";
import type { Target } from "../data/target.ts";
import type { Row } from "./world/query-database.ts";
import type { RunCommand } from "./world/run-command.ts";

export { RpcFailure } from "../data/gateway/rpc-failure.ts";

/** Thrown by a probe when this gateway or host cannot answer it: the reading becomes absent, nothing is in error. */
export class Missing extends Error {}

export type World = {
  readonly now: () => number;
  /** Resolves to the undecoded payload; rejects with RpcFailure. */
  readonly request: (method: string, params: unknown, timeoutMs: number) => Promise<unknown>;
  /** Methods of the open connection's hello; null while no connection is open; [] when the release does not list them. */
  readonly methods: () => readonly string[] | null;
  /** One TCP connect, closed at once. Never rejects. */
  readonly connect: (host: string, port: number, timeoutMs: number) => Promise<PortProbe>;
  /** One GET, no redirects, body at most 1 MB. Never rejects. */
  readonly getJson: (url: string, timeoutMs: number) => Promise<HttpProbe<unknown>>;
  /** The first `maxBytes` (default 1 MB) of a file; "latin1" keeps one character per byte, for binary files. */
  readonly readText: (path: string, options?: { readonly maxBytes?: number; readonly encoding?: "utf8" | "latin1" }) => Promise<string>;
  readonly listDir: (path: string) => Promise<readonly string[]>;
  readonly readLink: (path: string) => Promise<string>;
  /** Used share 0..100 of the file system holding `path`. */
  readonly diskUsedPercent: (path: string) => Promise<number>;
  /** Bytes. */
  readonly fileSize: (path: string) => Promise<number>;
  /** The last `maxBytes` of a file. */
  readonly readTail: (path: string, maxBytes: number) => Promise<string>;
  /** A command that only tells something. Never rejects. */
  readonly run: RunCommand;
  /** Rows of an SQLite file; null where it, or SQLite, is not there. Leaves no trace. Never throws. */
  readonly queryDatabase: (path: string, sql: string) => readonly Row[] | null;
  readonly platform: NodeJS.Platform;
  readonly hostname: () => string;
  readonly uid: number | null;
  /** systeminformation, loaded on first use; only off Linux and for facts one file read does not tell. */
  readonly systeminformation: () => Promise<typeof import("systeminformation")>;
};

/** What a probe may know besides the world: where the gateway is, and what was read before. */
export type ProbeContext = {
  readonly target: Target;
  /** The newest value there is at the time of the call. */
  readonly last: <K extends Source>(source: K) => Values[K] | null;
  /** Pid the gateway itself reports (system.info or status), when fresh. */
  readonly reportedPid: number | null;
};

export type Probe<K extends Source> = {
  readonly source: K;
  /** RPC method that must be advertised, when the probe is an RPC. */
  readonly method?: string;
  /** Scope without which the gateway only refuses, and writes that into its log. */
  readonly scope?: string;
  /** Event names after which the source is read at once; `work`: any push of a run; `host`: this host shows that something changed. */
  readonly on?: readonly string[];
  /** Ask again after so many ms: what was read is not all there is. Null: in its time. */
  again?(value: Values[K]): number | null;
  readonly read: (world: World, context: ProbeContext) => Promise<Values[K]>;
};

export type Probes = { readonly [K in Source]: Probe<K> };
