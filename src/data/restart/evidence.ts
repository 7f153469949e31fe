// What identifies one boot of one gateway process, read before and after a restart. A field nobody could read is null, never guessed.
import type { SupervisorFacts } from "./supervisor.ts";

/** The gateway's lock file (openclaw-gateway.md §9). `ownerId` since 2026.8, `port` since 2026.7.1. Gone for some 100 ms inside a restart. */
export type LockEvidence = {
  readonly path: string;
  readonly pid: number;
  /** Field 22 of /proc/PID/stat as the lock tells it; with the pid it names one process for ever. Null off Linux. */
  readonly startTicks: number | null;
  readonly ownerId: string | null;
  /** Epoch ms; new at every boot, also an in-process one. */
  readonly createdAt: number | null;
  readonly port: number | null;
};

/** The process as the kernel has it. `startTicks` null off Linux. */
export type ProcessEvidence = {
  readonly pid: number;
  readonly startTicks: number | null;
  /** R S D T Z; null off Linux. */
  readonly state: string | null;
  /** How it was found; never by its name. */
  readonly evidence: "lock file" | "port owner" | "gateway" | "flag";
  /** It holds the listening socket of the gateway's port; null when that could not be looked at. */
  readonly ownsPort: boolean | null;
};

/** GET /startupz (>= 2026.8.1), else /readyz. A body that is not JSON is no answer. */
export type ServingEvidence = {
  readonly from: "/startupz" | "/readyz";
  /** started | starting | draining; /readyz alone: ready → started, failing startup-sidecars → starting, gateway-draining → draining. */
  readonly status: "started" | "starting" | "draining" | null;
  /** Epoch ms: when read minus `uptimeMs`. Falls into the restart when there was one, in-process or not. */
  readonly servingSince: number | null;
  readonly version: string | null;
  readonly pendingReason: string | null;
};

/** hello-ok and system.info of one connection. */
export type LinkEvidence = {
  /** Since 2026.8.1; null before. */
  readonly bootId: string | null;
  /** "dev" on 2026.2.26. */
  readonly version: string;
  /** system.info; null before 2026.8.1 and until it was asked. */
  readonly processInstanceId: string | null;
  readonly pid: number | null;
};

/** Everything known of the gateway at one moment. `at`: epoch ms when the last part was read. */
export type Evidence = {
  readonly at: number;
  readonly link: LinkEvidence | null;
  readonly serving: ServingEvidence | null;
  readonly process: ProcessEvidence | null;
  readonly lock: LockEvidence | null;
  /** Null: no supervisor, another host, or it did not answer. */
  readonly unit: SupervisorFacts | null;
  /** Newest row of gateway_boot_lifecycle; null where it cannot be read (Node < 22.5, remote, private schema changed). */
  readonly boot: BootRecord | null;
};

export const noEvidence = (at: number): Evidence => ({ at, link: null, serving: null, process: null, lock: null, unit: null, boot: null });

/** A row of the gateway's own boot table (§9). `bootId` equals hello's. */
export type BootRecord = {
  readonly bootId: string;
  readonly pid: number;
  readonly startedAt: number;
  /** Null while it runs, and for ever after a crash. */
  readonly completedAt: number | null;
  /** planned_restart | clean_stop | null */
  readonly outcome: string | null;
  /** "restart (SIGUSR2: <the reason somebody gave>)", "stop (SIGTERM)", gateway.crash_loop_breaker in startup. */
  readonly reason: string | null;
  readonly startupReason: string | null;
};
