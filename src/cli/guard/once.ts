// `gatetop guard --once`: looks until it is decided, acts, and says by its exit code how it stands. For cron, and for a timer.
import type { Clock } from "../../data/action/ports.ts";
import type { Decision } from "../../data/guard/decision.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { Taken, Turn } from "./turn.ts";

/** Three strikes of a failure that only silence shows take a minute. */
const PATIENCE_MS = 90_000;
const BREATH_MS = 50;

type Decided = ExitCode | null;

/** By row, where one consequence stands for several ends. */
const rows: Readonly<Record<string, Decided>> = {
  "supervisor-failed": exitCodes.failed,
  "supervisor-at-it": null,
  "gone-supervised": null,
  "given-up": exitCodes.failed,
  maintenance: exitCodes.done,
  snoozed: exitCodes.done,
};

/** Null: not decided yet. A dry run leaves a failure as it is. */
const consequences: { readonly [C in Decision["follows"]]: Decided } = {
  calm: exitCodes.done,
  wait: null,
  count: null,
  repair: exitCodes.failed,
  leave: exitCodes.done,
  hold: null,
  tell: exitCodes.failed,
};

function decided({ decision, acted }: Taken): Decided {
  if (acted === null) return Object.hasOwn(rows, decision.row) ? (rows[decision.row] ?? null) : consequences[decision.follows];
  if (acted.outcome === "proved") return exitCodes.done;
  // A supervisor's command goes on when its wait is over; what comes of it is seen by the next looks.
  return acted.outcome === "refuted" ? exitCodes.failed : null;
}

type OnceParts = {
  readonly turn: Pick<Turn, "take" | "finish" | "stop">;
  readonly clock: Pick<Clock, "monotonicMs" | "set">;
  readonly intervalMs: () => number;
};

async function decide({ turn, clock, intervalMs }: OnceParts): Promise<ExitCode> {
  const until = clock.monotonicMs() + PATIENCE_MS;
  for (;;) {
    const began = clock.monotonicMs();
    const code = decided(await turn.take());
    if (code !== null) return code;
    const now = clock.monotonicMs();
    if (now >= until) return exitCodes.notYet;
    await new Promise<void>((resolve) => clock.set(resolve, Math.max(BREATH_MS, intervalMs() - (now - began))));
  }
}

/** 0 well, proved, or left as a person wants it · 1 refuted, given up, or not to be cured by a restart · 75 not decided in time. */
export async function guardOnce(parts: OnceParts): Promise<ExitCode> {
  const code = await decide(parts);
  await parts.turn.finish();
  // The proof is enough for it; what a repair still waited for, such as its channels, ends in the journal with it.
  parts.turn.stop("the guard has looked once");
  return code;
}
