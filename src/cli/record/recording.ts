// Whether what is seen is recorded now. What writes is loaded when somebody wants it.
import type { Event } from "../../data/events.ts";
import type { State } from "../../data/state.ts";
import type { Recorder } from "./recorder.ts";

export type Recording = {
  /** Sees each event after it was folded. */
  readonly tap: (event: Event) => void;
  /** The file that is written; null: none. */
  readonly file: () => string | null;
  /** Null: it has begun. Otherwise why not, in one sentence. */
  readonly begin: (file: string, state: State) => Promise<string | null>;
  /** One sentence about what was kept; null: nothing was recorded. */
  readonly end: () => string | null;
};

export function openRecording(names: boolean, onTrouble: (sentence: string) => void): Recording {
  let recorder: Recorder | null = null;
  return {
    tap: (event) => recorder?.tap(event),
    file: () => recorder?.file ?? null,
    begin: async (file, state) => {
      const { openRecorder } = await import("./recorder.ts");
      const opened = openRecorder({ file, names, state, onTrouble });
      if ("failed" in opened) return opened.failed;
      recorder?.close();
      recorder = opened;
      return null;
    },
    end: () => {
      if (recorder === null) return null;
      const { file } = recorder;
      const kept = recorder.close();
      recorder = null;
      return `${kept} events recorded in ${file}`;
    },
  };
}
