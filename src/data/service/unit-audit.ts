// What is wrong with the way the gateway is run as a service, and the words that mend it. Facts from `systemctl show` and
// `systemctl cat`, or the launchd plist; rules are rows in unit-rules.ts.

/** One setting in force and where it comes from: the unit file or the drop-in that has the last word. */
export type UnitSetting = { readonly name: string; readonly value: string; readonly file: string | null; readonly line: number | null };

export type UnitSettings = {
  readonly kind: "systemd-user" | "systemd-system" | "launchd";
  readonly unit: string;
  /** Unit file first, then drop-ins in the order they apply. */
  readonly files: readonly string[];
  /** As the manager has them in force, not as a file has them. */
  readonly settings: Readonly<Record<string, UnitSetting>>;
  readonly needsReload: boolean | null;
  readonly lingers: boolean | null;
  /** Other units or agents that would start a gateway here too. */
  readonly competing: readonly string[];
};

export type UnitFinding = {
  /** Stable, for --json: `restart-policy`, `no-network-target`. */
  readonly id: string;
  readonly status: "ok" | "fault" | "unknown";
  readonly severity: "warn" | "crit";
  readonly setting: string;
  readonly found: string | null;
  readonly wanted: string;
  readonly why: string;
  /** What to type or to write, and into which file; null when it is right. */
  readonly fix: string | null;
};

export type UnitAudit = { readonly settings: UnitSettings | null; readonly why: string | null; readonly findings: readonly UnitFinding[] };

/** <state>/logs/stability: the file's name tells when, which process and why. */
export type StabilityBundle = {
  readonly file: string;
  readonly at: number;
  readonly pid: number | null;
  readonly reason: string;
  readonly bytes: number;
};

/** RPC node.list. */
export type NodeEntry = {
  readonly id: string;
  readonly name: string | null;
  readonly platform: string | null;
  readonly connected: boolean | null;
  readonly lastSeenAt: number | null;
};

/** RPC last-heartbeat; its preview and message are texts and are left out. `at` null: there was none yet. */
export type Heartbeat = {
  readonly at: number | null;
  readonly status: string | null;
  readonly reason: string | null;
  readonly durationMs: number | null;
};

/** RPC plugins.list (>= 2026.8.1): those that are on, or in error. */
export type Plugin = { readonly id: string; readonly version: string | null; readonly state: string; readonly runtime: string | null };
