// The words of the decision table: what is the case, and what follows. situation.ts makes a situation of a sight; table.ts has the rows.

/** What the ladder says, windows and holds left aside. docs/guard.md explains each. */
export const standings = [
  "well",
  /** It answers, and says itself that something is not well: told, never acted on. */
  "unwell",
  /** Port open, HTTP silent, and the kernel proves it: state T, or an event loop that never rests and a growing accept queue. */
  "frozen-proved",
  "frozen",
  /** Its process lives, nobody listens on its port. */
  "deaf",
  "gone",
  /** Another process listens on its port. */
  "stranger",
  /** A debugger holds the process. */
  "traced",
  /** It could not be looked at; nothing follows from that. */
  "blind",
] as const;
export type Standing = (typeof standings)[number];

export const supervisions = [
  "none",
  "up",
  /** activating, deactivating, auto-restart: the supervisor is at it. */
  "at-it",
  /** deactivating at our own word, and the old process is still there: nothing else comes of that stop in time. */
  "our-stop-hangs",
  /** inactive, Result=success, or masked: a person stopped it. Unsupervised: it ended with a word (no lock is left, or it announced a stop). */
  "stopped",
  /** failed, start-limit-hit: the supervisor gave up. */
  "failed",
  "unknown",
] as const;
export type Supervision = (typeof supervisions)[number];

/** In these a failure is none; windows.ts has the length of each and where it is from. */
export const windows = ["none", "boot", "drain", "suspension", "announced-restart", "announced-stop", "run-under-way"] as const;
export type Window = (typeof windows)[number];

/** Why a repair that is due is not made now, strongest first. */
export const holds = ["none", "maintenance", "snoozed", "given-up", "kill-limit", "back-off", "remote"] as const;
export type Hold = (typeof holds)[number];

export const strikings = ["none", "some", "enough"] as const;
export type Striking = (typeof strikings)[number];

export type Situation = {
  readonly standing: Standing;
  readonly supervision: Supervision;
  readonly window: Window;
  readonly strikes: Striking;
  readonly hold: Hold;
};

/**
 * calm: forget the strikes. wait: nothing is counted. count: a strike, when debounce allows. repair: the next step of the ladder.
 * leave: it is somebody else's (supervisor, person), told once. hold: due and held back, told once. tell: told, nothing else.
 */
export const consequences = ["calm", "wait", "count", "repair", "leave", "hold", "tell"] as const;
export type Consequence = (typeof consequences)[number];

/** "any", one word or several; a row matches when each of its words does. The first row that matches decides. */
type Match<T extends string> = "any" | readonly T[];
export type DecisionRow = {
  readonly id: string;
  readonly when: { readonly [K in keyof Situation]: Match<Situation[K]> };
  readonly follows: Consequence;
  /** For docs/guard.md and for the person who reads a dry run. */
  readonly why: string;
};

/** In this order; a step that has no sense here is left out (ladder.ts). `start` alone when the process is gone. */
export const repairSteps = ["ask", "service", "clean-up", "start"] as const;
export type RepairStep = (typeof repairSteps)[number];

/** What the loop is to do now. */
export type Decision = {
  readonly row: DecisionRow["id"];
  readonly follows: Consequence;
  /** With `repair` and with `hold`: what would be done. */
  readonly step: RepairStep | null;
  /** One sentence with the evidence, harmless. */
  readonly sentence: string;
};
