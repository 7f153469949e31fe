// `:record [FILE]`: what is seen from now on, into a file; again: no more.
import path from "node:path";
import type { Store } from "../../data/store.ts";
import { causeOf, codeOf } from "../file-errors.ts";
import { ensurePrivateDir } from "../private-files.ts";
import type { Recording } from "../record/recording.ts";
import type { Say } from "./say.ts";
import { stamp } from "./stamp.ts";

export type RecordOptions = {
  /** Null: what is looked at is a recording itself. */
  readonly recording: Recording | null;
  readonly store: Pick<Store, "get">;
  /** gatetop's state directory, for a recording without a file. */
  readonly dir: string;
  readonly say: Say;
};

export function createRecord({ recording, store, dir, say }: RecordOptions): (wish: { readonly file: string | null }) => Promise<void> {
  return async ({ file }) => {
    if (recording === null) return say("this is a replay: there is nothing new to record", "warn");
    if (recording.file() !== null && file === null) return say(recording.end() ?? "nothing was recorded");
    try {
      if (file === null) ensurePrivateDir(dir);
    } catch (error) {
      if (codeOf(error) === "") throw error;
      return say(`${dir} cannot be written: ${causeOf(error)}; give a file: :record FILE`, "warn");
    }
    const into = file ?? path.join(dir, `recording-${stamp(Date.now())}.ndjson`);
    // Said before it begins: whoever looks at it again is not recording.
    say(`recording into ${into}; :record ends it`);
    const why = await recording.begin(into, store.get());
    if (why !== null) say(why, "warn");
  };
}
