// What this host shows without asking the gateway anything it must answer with JavaScript.

/** A TCP connect to the gateway port. */
export type PortProbe = {
  readonly outcome: "open" | "refused" | "timeout" | "unreachable";
  readonly ms: number;
  readonly why: string | null;
};

/** A GET on a probe URL. `body` only when it was JSON: an HTML page with status 200 is not an answer. */
export type HttpProbe<T> = {
  readonly outcome: "answered" | "refused" | "timeout" | "reset" | "not-json" | "failed";
  readonly status: number | null;
  readonly ms: number;
  readonly why: string | null;
  readonly body: T | null;
};

/** GET /healthz (or /health): `{"ok":true,"status":"live"}`. */
export type Healthz = { readonly ok: boolean | null; readonly status: string | null };

/** GET /startupz (>= 2026.8.1). */
export type Startupz = {
  readonly status: string | null;
  readonly version: string | null;
  readonly uptimeMs: number | null;
  readonly pendingReason: string | null;
};

/** GET /readyz. `uptimeMs` is the serving uptime: it resets on every restart, also in-process. */
export type Readyz = {
  readonly ready: boolean | null;
  readonly failing: readonly string[];
  readonly suppressed: readonly string[];
  readonly uptimeMs: number | null;
  readonly eventLoop: import("./gateway.ts").EventLoop | null;
};

/** How the pid was found, best evidence first. */
export type PidEvidence = "lock file" | "port owner" | "gateway" | "flag";

/** The gateway's process as the kernel sees it. */
export type ProcessReading =
  | { readonly found: false; readonly why: string }
  | {
      readonly found: true;
      readonly pid: number;
      readonly evidence: PidEvidence;
      /** R S D T Z …, `null` off Linux. */
      readonly state: string | null;
      /** Since the previous reading; null on the first. 1 = one core. */
      readonly cpuCores: number | null;
      readonly rssBytes: number | null;
      readonly threads: number | null;
      /** Open file descriptors; null without permission. */
      readonly openHandles: number | null;
      /** How many it may open: the soft `Max open files` of /proc/PID/limits, at most 10 s old; null: unlimited or unknown. */
      readonly maxOpenHandles: number | null;
      /** Child processes of its own, at most 10 s old: /proc/PID/task/TID/children. Null where the kernel does not list them. */
      readonly children: number | null;
      /**
       * Accepted connections on the gateway port; null where unknown. Like `acceptBacklog` at most some seconds old while all is
       * well (the kernel's socket table is dear to read), of this moment when the process is stopped or does not answer.
       */
      readonly connections: number | null;
      readonly startedAt: number | null;
      /** The tightest memory limit found and where it stands; null = none but the host's memory. */
      readonly memoryLimit: { readonly bytes: number; readonly from: string } | null;
      /** Connections the kernel accepted but the process has not. Grows when it is frozen. */
      readonly acceptBacklog: number | null;
    };

/** The host gatetop runs on, only when the gateway is on it. */
export type HostReading = {
  readonly hostname: string;
  readonly cpuPercent: number | null;
  readonly cpuCount: number;
  readonly memoryUsedBytes: number | null;
  readonly memoryTotalBytes: number | null;
  readonly load1: number | null;
  readonly diskUsedPercent: number | null;
};

/**
 * The service manager's unit around the gateway process, read from its cgroup; while no process is found, the installed unit file.
 * `active`: true = the process runs inside the unit, false = the unit is installed and no gateway process runs, null = no unit.
 */
export type UnitReading = {
  readonly supervisor: "systemd-user" | "systemd-system" | "none";
  readonly unit: string | null;
  readonly active: boolean | null;
};
