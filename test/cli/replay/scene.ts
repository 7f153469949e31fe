// A recording of a scenario, made by the recorder itself, and the states that lead to it.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRecorder } from "../../../src/cli/record/recorder.ts";
import { openTape, type Tape } from "../../../src/cli/replay/tape.ts";
import type { Event } from "../../../src/data/events.ts";
import type { State } from "../../../src/data/state.ts";
import { initialState, update } from "../../../src/data/update.ts";
import { scenarioEvents } from "../../../src/demo/replay.ts";
import type { ScenarioName } from "../../../src/demo/scenarios.ts";
import { START } from "../../support/scene.ts";

export const dir = mkdtempSync(join(tmpdir(), "gatetop-replay-"));
let files = 0;

export const first = (): State => initialState({ now: START, columns: 120, rows: 36 });

const known = new Map<ScenarioName, readonly Event[]>();

/** Five minutes of a scenario. */
export function played(name: ScenarioName): readonly Event[] {
  const events = known.get(name) ?? scenarioEvents(name, { startAt: START, durationMs: 300_000, stepMs: 1_000 });
  known.set(name, events);
  return events;
}

/** Writes the events as `--record` does, and opens what was written. */
export function recorded(events: readonly Event[], names = false): { readonly file: string; readonly tape: Tape } {
  files += 1;
  const file = join(dir, `recording-${files}.ndjson`);
  const recorder = openRecorder({ file, names, state: first(), onTrouble: () => undefined });
  if ("failed" in recorder) throw new Error(recorder.failed);
  for (const event of events) recorder.tap(event);
  recorder.close();
  const opened = openTape(file);
  if (opened.kind === "failed") throw new Error(opened.sentence);
  return { file, tape: opened.tape };
}

export const folded = (events: readonly Event[], from: State = first()): State => events.reduce(update, from);
