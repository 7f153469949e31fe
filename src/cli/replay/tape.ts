// A recording on the disk, found line by line: the lines are read when they are played.
import fs from "node:fs";
import { lineAt, readEvent, readHeader } from "../../data/recording/line.ts";
import type { Recorded, RecordingHeader } from "../../data/recording/recording.ts";
import { causeOf, codeOf } from "../file-errors.ts";

/** Longer pauses are played as this long: nobody waits for a night in which the host slept. */
const PAUSE_MOST_MS = 5_000;
/** Room for the longest recording gatetop makes, and a last line. */
const MOST_BYTES = 402_653_184;
const NEWLINE = 10;
const START_BYTES = 64;

export type Tape = {
  readonly header: RecordingHeader;
  readonly length: number;
  /** Ms from the beginning at which a line is played: never falls, and never waits long. */
  readonly time: Float64Array;
  /** Epoch ms of the first and last line. */
  readonly from: number;
  readonly to: number;
  /** Indices of the lines where the clock ticked. */
  readonly ticks: readonly number[];
  /** Null: the line is not an event. */
  readonly event: (index: number) => Recorded | null;
};

export type TapeOpened = { readonly kind: "opened"; readonly tape: Tape } | { readonly kind: "failed"; readonly sentence: string };

export function openTape(file: string): TapeOpened {
  const failed = (why: string): TapeOpened => ({ kind: "failed", sentence: `${file} cannot be replayed: ${why}` });
  let bytes: Buffer;
  try {
    if (fs.statSync(file).size > MOST_BYTES) return failed("it is larger than any recording");
    bytes = fs.readFileSync(file);
  } catch (error) {
    if (codeOf(error) === "") throw error;
    return failed(causeOf(error));
  }
  const headerEnd = bytes.indexOf(NEWLINE);
  const read = readHeader(bytes.toString("utf8", 0, headerEnd < 0 ? Math.min(bytes.length, 4_096) : headerEnd));
  if (read.kind === "unfit") return failed(read.why);
  const lines = indexed(bytes, headerEnd + 1);
  if (lines.length === 0) return failed("nothing was recorded in it");
  const time = new Float64Array(lines.length);
  for (let i = 1; i < lines.length; i += 1) {
    const pause = (lines[i]?.at ?? 0) - (lines[i - 1]?.at ?? 0);
    time[i] = (time[i - 1] ?? 0) + Math.min(PAUSE_MOST_MS, Math.max(0, pause));
  }
  const ticks = lines.flatMap(({ clock }, index) => (clock ? [index] : []));
  const event = (index: number): Recorded | null => {
    const line = lines[index];
    return line === undefined ? null : readEvent(bytes.toString("utf8", line.start, line.end));
  };
  const { header } = read;
  return { kind: "opened", tape: { header, length: lines.length, time, from: lines[0]?.at ?? 0, to: lines.at(-1)?.at ?? 0, ticks, event } };
}

type Line = { readonly start: number; readonly end: number; readonly at: number; readonly clock: boolean };

/** A line that was cut off, by a crash or a full disk, is no line. */
function indexed(bytes: Buffer, from: number): readonly Line[] {
  const lines: Line[] = [];
  for (let start = from; start < bytes.length;) {
    const end = bytes.indexOf(NEWLINE, start);
    if (end < 0) break;
    const found = lineAt(bytes.toString("latin1", start, Math.min(end, start + START_BYTES)));
    if (found !== null) lines.push({ start, end, ...found });
    start = end + 1;
  }
  return lines;
}
