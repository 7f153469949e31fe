// `gatetop watch`: a snapshot, then every change as it comes, one JSON object a line.
import os from "node:os";
import type { OwnConfig } from "../../data/config/own-config.ts";
import { changesBetween, type Change } from "../../data/json/changes.ts";
import { snapshotJson } from "../../data/json/snapshot-json.ts";
import type { Store } from "../../data/store.ts";
import { isLookedAt } from "../../data/visible.ts";
import { watchInterruptions } from "../act/interruption.ts";
import { whenSeen } from "../check/when-seen.ts";
import { exitCodes } from "../exit-codes.ts";
import type { FoundGateway } from "../find/gateway.ts";
import { createLive } from "../live.ts";
import { logEvent } from "../log.ts";
import { openMutes } from "../mutes/open-mutes.ts";
import { withOpened } from "../opened.ts";
import type { Options } from "../options.ts";
import { output } from "../output.ts";
import { ownPaths } from "../own-paths.ts";
import { tellOwnRestarts } from "../own-restarts.ts";
import { textSize } from "../terminal.ts";
import { lookBeside } from "./beside.ts";
import { createLines, type Lines } from "./lines.ts";

const FIRST_LOOK_MS = 10_000;
const BESIDE_MS = 2_000;

/** Returns the way out. */
function tellChanges(store: Pick<Store, "get" | "subscribe">, tell: (change: Change) => void): () => void {
  let before = store.get();
  return store.subscribe(() => {
    const after = store.get();
    const changes = changesBetween(before, after);
    before = after;
    changes.forEach(tell);
  });
}

/** Standard output; `gone` once its reader went away. */
function openLines(): { readonly lines: Lines; readonly gone: Promise<number> } {
  const { stdout } = process;
  const outlet = {
    write: (text: string) => stdout.write(text),
    onDrain: (run: () => void) => void stdout.once("drain", run),
  };
  const gone = new Promise<number>((resolve) => stdout.on("error", () => resolve(exitCodes.done)));
  return { lines: createLines(outlet, Date.now), gone };
}

/** Resolves with the exit code: 0 when the reader went away, 130 and the like when it was ended. */
export async function watch(options: Options, found: FoundGateway, { alerts: settings }: Pick<OwnConfig, "alerts">): Promise<number> {
  const interruptions = watchInterruptions();
  const { lines, gone } = openLines();
  try {
    // As before a dashboard, the demo's trouble is still to come.
    return await withOpened(options, found, { dashboard: true, onTrouble: () => undefined }, async (opened) => {
      const { link, demo, log, notes, target } = opened;
      for (const note of notes) output.err(`gatetop: ${note}\n`);
      const live = createLive({
        ...link,
        ...textSize(),
        rate: 1,
        readonly: "gatetop watch only looks",
        settings,
        visible: isLookedAt,
        ...(demo ? { localProbes: demo.localProbes } : {}),
        tap: (event) => logEvent(log, event),
      });
      const tell = (change: Change): void => lines.tell(`${change.type} ${change.subject}`, change);
      const snapshot = (type: "start" | "snapshot"): void => {
        const state = live.store.get();
        lines.tell(type, { type, at: state.now, snapshot: snapshotJson(state) });
      };
      const dir = ownPaths(process.env, os.homedir()).state;
      const beside = lookBeside({ dir, target, mutes: openMutes(opened), send: live.send, tell, now: Date.now });
      const ended = Promise.race([gone, interruptions.first.then(({ code }) => code)]);
      await tellOwnRestarts(opened, live.send);
      beside.look();
      const seen = await Promise.race([whenSeen(live, FIRST_LOOK_MS), ended]);
      if (typeof seen === "number") {
        live.stop();
        return seen;
      }
      snapshot("start");
      const unsubscribe = tellChanges(live.store, tell);
      const timers = [
        setInterval(beside.look, BESIDE_MS),
        ...(options.every === null ? [] : [setInterval(() => snapshot("snapshot"), options.every * 1_000)]),
      ];
      const code = await ended;
      unsubscribe();
      for (const timer of timers) clearInterval(timer);
      live.stop();
      return code;
    });
  } finally {
    interruptions.ignore();
  }
}
