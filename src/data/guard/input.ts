// What one step of the guard is given: a look, and what else is the case now. Values only; whoever composes the loop fetches them.
import type { Mute } from "../alerts/mute.ts";
import type { RepairStep } from "./decision.ts";
import type { GuardSettings } from "./settings.ts";
import type { Sight } from "./sight.ts";
import type { GuardAction } from "./state-file.ts";

/** Durations are counted by the monotonic clock alone; `at` (epoch ms) is for the file and for people. */
export type Moment = { readonly at: number; readonly monotonicMs: number };

export type GuardPlace = {
  /** Of this machine, for tells. */
  readonly host: string;
  /** The gateway's name as people know it. */
  readonly gateway: string;
  /** As in mutes.json; the jitter of a schedule is made from it. */
  readonly target: string;
  /** On another host: only watched and told of. */
  readonly remote: boolean;
};

/** gateway.restart.preflight. `asked` false: nobody wanted to know (`wants`); `answer` null: it cannot be asked. */
export type SafeAnswer =
  | { readonly asked: false }
  | { readonly asked: true; readonly answer: { readonly safe: boolean; readonly sentence: string } | null };

export type GuardInput = {
  readonly sight: Sight;
  /** How late the guard's own timers were during this look: silence that it may have caused itself proves nothing. */
  readonly lateMs: number;
  readonly settings: GuardSettings;
  readonly place: GuardPlace;
  /** Of this target, all of the file. */
  readonly mutes: readonly Mute[];
  /** The flag file that is there; null: none. */
  readonly flagFile: string | null;
  /** `Repairs.othersUnderWay`. */
  readonly othersUnderWay: string | null;
  /** `Repairs.cannot`, wanted after failed looks and for what is due; a step that is not in it can be made. */
  readonly cannot: Readonly<Partial<Record<RepairStep, string>>>;
  readonly safe: SafeAnswer;
  /** Boots that ended without a word in the last 300 s, by the gateway's own table; null: it was not read. */
  readonly uncleanBoots: number | null;
  /** MemoryMax of the unit or its cgroup; null: none, or not known. */
  readonly memoryLimitBytes: number | null;
  /** Somebody said `gatetop guard rearm` since the step before. */
  readonly rearm: boolean;
};

/** What is to be done now. Never set in a dry run. */
export type Due = {
  readonly step: RepairStep;
  readonly why: GuardAction["why"];
  /** Null with `start`, and where no process can be named for ever (no start time off Linux). */
  readonly process: { readonly pid: number; readonly startTicks: number } | null;
  readonly waitMs: number;
};
