// --record F: every fact as it enters, made fit to be given away, a line each. Nothing here can fail the program.
import fs from "node:fs";
import type { Event } from "../../data/events.ts";
import { eventLine, headerLine } from "../../data/recording/line.ts";
import { pseudonyms, realNames } from "../../data/recording/names.ts";
import { preambleOf } from "../../data/recording/preamble.ts";
import { scrubbedEvent } from "../../data/recording/scrub-event.ts";
import type { State } from "../../data/state.ts";
import { causeOf, codeOf } from "../file-errors.ts";
import { version } from "../version.ts";

const FLUSH_MS = 1_000;
const FLUSH_BYTES = 262_144;
/** Some days of an ordinary gateway. */
const MOST_BYTES = 268_435_456;

export type RecorderOptions = {
  readonly file: string;
  /** Names of accounts, sessions and hosts are kept as they are. */
  readonly names: boolean;
  /** What is known when it begins; told first. */
  readonly state: State;
  /** One sentence when it ends before it is closed. */
  readonly onTrouble: (sentence: string) => void;
  readonly mostBytes?: number;
};

export type Recorder = {
  readonly file: string;
  readonly tap: (event: Event) => void;
  /** Events kept. */
  readonly close: () => number;
};

/** A sentence when the file cannot be made, or is there already. */
export function openRecorder(options: RecorderOptions): Recorder | { readonly failed: string } {
  const { file, state, onTrouble, mostBytes = MOST_BYTES } = options;
  const names = options.names ? realNames : pseudonyms();
  let descriptor: number | null;
  try {
    descriptor = fs.openSync(file, "wx", 0o600);
  } catch (error) {
    if (codeOf(error) === "") throw error;
    const why = codeOf(error) === "EEXIST" ? "it is there already, and nothing is written over" : causeOf(error);
    return { failed: `${file} cannot be recorded into: ${why}` };
  }
  let waiting: string[] = [];
  let waitingBytes = 0;
  let [written, kept] = [0, 0];
  let timer: NodeJS.Timeout | null = null;

  const end = (sentence: string | null): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (descriptor !== null) fs.closeSync(descriptor);
    descriptor = null;
    if (sentence !== null) onTrouble(sentence);
  };

  function flush(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (descriptor === null || waiting.length === 0) return;
    const bytes = Buffer.from(waiting.join(""));
    waiting = [];
    waitingBytes = 0;
    try {
      for (let from = 0; from < bytes.length;) from += fs.writeSync(descriptor, bytes, from);
      written += bytes.length;
    } catch (error) {
      if (codeOf(error) === "") throw error;
      return end(`the recording ended: ${file} cannot be written: ${causeOf(error)}`);
    }
    if (written >= mostBytes) end(`the recording ended: ${file} has reached ${Math.round(mostBytes / 1_048_576)} MB`);
  }

  function keep(line: string): void {
    waiting.push(`${line}\n`);
    waitingBytes += line.length;
    if (waitingBytes >= FLUSH_BYTES) return flush();
    timer ??= setTimeout(flush, FLUSH_MS).unref();
  }

  const tap = (event: Event): void => {
    if (descriptor === null) return;
    const scrubbed = scrubbedEvent(event, names);
    if (scrubbed === null) return;
    kept += 1;
    keep(eventLine(scrubbed));
  };

  const { columns, rows, rate } = state.view;
  keep(headerLine({ schema: "gatetop-recording/1", gatetop: version, at: state.now, pseudonyms: !options.names, columns, rows, rate }));
  for (const event of preambleOf(state)) tap(event);
  return {
    file,
    tap,
    close: () => {
      flush();
      end(null);
      return kept;
    },
  };
}
