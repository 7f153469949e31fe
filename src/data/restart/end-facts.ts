// What must be known before a process is ended by force: that it is the gateway, and that nobody else is hit with it.
import type { NamedProcess } from "../action/request.ts";
import type { LockEvidence, ProcessEvidence } from "./evidence.ts";

/** /proc/PID/{stat,status,cgroup} and the group's cgroup.procs, read at one moment. Linux. */
export type Surroundings = {
  /** The real uid. */
  readonly uid: number | null;
  readonly ownUid: number | null;
  /** TracerPid is not 0: a debugger holds it. Null: not told. */
  readonly traced: boolean | null;
  /** This gatetop is the process itself, was started by it, or lives in its control group. */
  readonly ours: boolean;
  /** The others in its control group when that is the unit's alone, or a scope of a start of ours; null: others live there too. */
  readonly members: readonly NamedProcess[] | null;
};

export type EndFacts = {
  /** Whom it is about; null: whichever is found. */
  readonly meant: NamedProcess | null;
  readonly process: ProcessEvidence | null;
  readonly lock: LockEvidence | null;
  /** Of the unit; null: none, or it has none now. */
  readonly mainPid: number | null;
  /** A service manager runs it. */
  readonly supervised: boolean;
  /** Null: no such process, or not Linux. */
  readonly around: Surroundings | null;
};
