// What the service manager knows of the gateway's unit.

/** systemd: `systemctl [--user] show`; launchd: `launchctl print gui/UID/LABEL`. */
export type SupervisorFacts = {
  readonly kind: "systemd-user" | "systemd-system" | "launchd";
  /** openclaw-gateway.service, or the launchd label ai.openclaw.gateway. */
  readonly unit: string;
  /** LoadState: loaded | not-found | masked | error. */
  readonly loadState: string | null;
  /** active | activating | deactivating | failed | inactive */
  readonly activeState: string | null;
  /** running | auto-restart | stop-sigterm | failed | dead … */
  readonly subState: string | null;
  /** success | start-limit-hit | exit-code | signal | oom-kill … */
  readonly result: string | null;
  readonly mainPid: number | null;
  /** New at every start of the unit. */
  readonly invocationId: string | null;
  /** Automatic restarts only; `systemctl restart` sets it back to 0. */
  readonly automaticRestarts: number | null;
  /** TimeoutStopUSec; null = infinity or not told. The shipped unit has 330 000. */
  readonly stopTimeoutMs: number | null;
  /** RestartUSec: pause before an automatic restart. The shipped unit has 5 000. */
  readonly restartDelayMs: number | null;
  /** always | on-failure | no … */
  readonly restartPolicy: string | null;
  readonly enabled: boolean | null;
  /** It ended with a status of RestartPreventExitStatus (78 in the shipped unit). Absent: not told. */
  readonly restartPrevented?: boolean;
};

/** Why the supervisor cannot be used now, with the command that mends it. */
export type SupervisorProblem = {
  readonly problem: "no-bus" | "no-linger" | "not-allowed" | "no-unit" | "masked" | "start-limit" | "not-its-unit" | "no-answer";
  readonly why: string;
  readonly fix: string;
};

export type SupervisorReading =
  | { readonly found: true; readonly facts: SupervisorFacts; readonly problems: readonly SupervisorProblem[] }
  /** None runs it, or none can be asked; `problems` says which. */
  | { readonly found: false; readonly why: string; readonly problems: readonly SupervisorProblem[] };
