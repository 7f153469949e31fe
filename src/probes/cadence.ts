// When a source is asked next. Pure.
import { sources, type Source } from "../data/snapshot.ts";
import type { Door } from "./door.ts";

/** After the link was lost: since when (epoch ms). The minute starts anew with every sign of life. */
export type Watch = { readonly since: number };

export type Moment = {
  readonly source: Source;
  readonly now: number;
  /** The person's refresh factor. */
  readonly rate: number;
  readonly failures: number;
  readonly retryAfterMs: number | null;
  readonly door: Door;
  readonly watch: Watch | null;
  readonly local: boolean;
};

const FAST_MS = 250;
const FAST_FOR_MS = 60_000;
/** A closed port on this host costs a tenth of a millisecond to look at; its opening must be seen within half a second. */
const CLOSED_LOCAL_MS = 400;
const CLOSED_REMOTE_MS = 1_000;
const BACKOFF_MAX_MS = 30_000;
/**
 * A frozen process does not take connections off the kernel's queue (511 places). Looking at the port, startupz and readyz less often
 * keeps it from filling within minutes; healthz alone says when the silence ends. Still within the age at which readings turn stale.
 */
const SILENT_FACTOR = 3;

const EAGER_SHARE = 40;
const EAGER_MAX_MS = 15_000;

/** What is asked out of turn takes a fortieth of the gateway's time at most: channels.status takes it 1 ms for each account. */
export const gentleMs = (ms: number, tookMs: number): number => Math.max(ms, Math.min(EAGER_MAX_MS, tookMs * EAGER_SHARE));

type Manner = "closed" | "silent" | "answering";

const fast: Readonly<Record<Manner, readonly Source[]>> = {
  closed: ["port", "healthz", "process"],
  silent: ["healthz"],
  answering: ["healthz", "startupz", "readyz"],
};

const sparing: readonly Source[] = ["port", "startupz", "readyz"];

function mannerOf({ portOpen, httpAnswers }: Door): Manner {
  if (portOpen === false) return "closed";
  return httpAnswers === false ? "silent" : "answering";
}

/** Milliseconds from the beginning of one attempt to the beginning of the next. */
export function delayMs({ source, now, rate, failures, retryAfterMs, door, watch, local }: Moment): number {
  const manner = mannerOf(door);
  const steady = sources[source].everyMs * rate;
  if (watch !== null) {
    if (now - watch.since < FAST_FOR_MS && fast[manner].includes(source)) return FAST_MS;
    if (manner === "closed" && source === "port") return local ? CLOSED_LOCAL_MS : CLOSED_REMOTE_MS;
  }
  if (manner === "silent" && sparing.includes(source)) return steady * SILENT_FACTOR;
  if (failures === 0) return steady;
  const most = Math.max(steady, Math.min(BACKOFF_MAX_MS, steady * 4));
  return Math.max(Math.min(steady * 2 ** failures, most), Math.min(retryAfterMs ?? 0, BACKOFF_MAX_MS));
}
