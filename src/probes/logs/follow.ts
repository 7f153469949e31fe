// The log while somebody looks at it: how often it is read, how far back, and that one thing happens after the other.
import type { Target } from "../../data/target.ts";
import { createLogReader, type ReaderWorld, type Unit } from "./reader.ts";
import { createWriter, type Tap } from "./writer.ts";

/** `near`: it was looked at a little while ago; its lines must not have gone when it is again. */
export type Looking = "at it" | "near" | "away";

type Clock = {
  /** Runs once after so many ms; the function takes it back. */
  readonly after: (ms: number, run: () => void) => () => void;
};

export type LogFollow = {
  readonly look: (looking: Looking) => void;
  readonly older: () => void;
  /** False: its lines cannot be had. */
  readonly at: (ms: number) => Promise<boolean>;
  readonly anew: () => void;
  /** The line as it came; null: it is not held any more. */
  readonly json: (line: number) => string | null;
  readonly stop: () => Promise<void>;
};

export type LogGiven = {
  readonly world: ReaderWorld;
  readonly target: Target;
  readonly tap: Tap;
  readonly clock: Clock;
  readonly secrets: () => readonly string[];
  readonly unit: () => Unit | null;
  readonly onCrash: (error: unknown) => void;
};

const LOCAL_MS = 200;
const REMOTE_MS = 800;
const NEAR_MS = 5_000;
const IDLE_MS = 100;
/** Read back without being asked. */
const BACK_LINES = 50_000;

export function createLogFollow({ world, target, tap, clock, secrets, unit, onCrash }: LogGiven): LogFollow {
  let lines = 0;
  const counted: Tap = (event) => {
    if (event.type === "log") lines = event.batch.where === "anew" ? event.batch.lines.length : lines + event.batch.lines.length;
    tap(event);
  };
  const writer = createWriter({ tap: counted, now: world.now, secrets });
  const reader = createLogReader({ world, target, writer, unit });
  let looking: Looking = "away";
  let cancel: (() => void) | null = null;
  let [goesBack, stopped] = [true, false];
  let turn: Promise<unknown> = Promise.resolve();

  /** What the file system refuses is told; everything else is a defect. */
  function failed(error: unknown): void {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code === "string") writer.none(`the log cannot be read: ${code}`);
    else onCrash(error);
  }

  function queued(job: () => Promise<unknown>): Promise<unknown> {
    turn = turn.then(() => (stopped ? undefined : job())).catch(failed);
    return turn;
  }

  const paceMs = (): number => {
    if (goesBack && looking === "at it") return IDLE_MS;
    return looking === "near" ? NEAR_MS : target.local ? LOCAL_MS : REMOTE_MS;
  };

  function arm(): void {
    if (stopped || looking === "away" || cancel !== null) return;
    cancel = clock.after(paceMs(), () => {
      cancel = null;
      void queued(once).then(arm);
    });
  }

  async function once(): Promise<void> {
    await reader.poll();
    if (!goesBack || looking !== "at it") return;
    goesBack = lines < BACK_LINES && (await reader.older());
  }

  const newest = async (): Promise<void> => {
    goesBack = true;
    await reader.anew();
  };

  return {
    look: (now) => {
      if (now === looking) return;
      const first = looking === "away";
      looking = now;
      if (first) void queued(() => reader.poll()).then(arm);
      else {
        cancel?.();
        cancel = null;
        arm();
      }
    },
    older: () => void queued(() => reader.older()),
    at: async (ms) => {
      let found = false;
      await queued(async () => {
        found = await reader.at(ms);
        // What is read back from there on is asked for by who reads it.
        if (found) goesBack = false;
      });
      return found;
    },
    anew: () => void queued(newest),
    json: (line) => writer.raw(line),
    stop: async () => {
      stopped = true;
      cancel?.();
      await turn;
      await reader.close();
    },
  };
}
