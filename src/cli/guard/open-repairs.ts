// The guard's hand, put together; nothing of it is loaded by a guard that only tells until something is wrong.
import os from "node:os";
import path from "node:path";
import { isAlive } from "../../actions/journal/open-runs.ts";
import type { Event } from "../../data/events.ts";
import { systemTimers } from "../../data/gateway/timers.ts";
import type { Repairs } from "../../data/guard/ports.ts";
import type { GuardSettings } from "../../data/guard/settings.ts";
import type { RestartRun } from "../../data/restart/run.ts";
import type { SupervisorLook } from "../../probes/evidence/supervisor.ts";
import { openActor } from "../act/open-actor.ts";
import type { Opened } from "../opened.ts";
import { ownPaths } from "../own-paths.ts";
import type { TappedLink } from "../tapped-link.ts";
import { createOthersUnderWay } from "./others-under-way.ts";
import { createRepairs } from "./repairs.ts";

export type OpenRepairsOptions = {
  readonly opened: Opened;
  readonly link: Pick<TappedLink, "tap" | "methods">;
  /** Why nothing may be changed: every step then says so. */
  readonly readonly: string | null;
  readonly settings: Pick<GuardSettings, "serviceWaitMs" | "start">;
  /** What goes on, for the log. */
  readonly send: (event: Event) => void;
  readonly onTrouble: (sentence: string) => void;
  readonly supervisor: SupervisorLook;
};

export function openRepairs({ opened, link, readonly, settings, send, onTrouble, supervisor }: OpenRepairsOptions): Repairs {
  const heard = new Set<(run: RestartRun) => void>();
  const { actor, quickPreview, witness, journal } = openActor({
    opened,
    link,
    readonly,
    by: "guard",
    start: settings.start,
    onTrouble,
    supervisor,
    send: (event) => {
      send(event);
      if (event.type === "run") for (const hear of heard) hear(event.run);
      if (event.type === "note") onTrouble(event.text);
    },
  });
  const { url, local } = opened.target;
  return createRepairs({
    actor,
    quickPreview,
    witness,
    link: link.tap,
    local,
    clock: { monotonicMs: systemTimers.monotonicMs },
    serviceWaitMs: settings.serviceWaitMs,
    runs: (hear) => {
      heard.add(hear);
      return () => heard.delete(hear);
    },
    othersUnderWay: createOthersUnderWay({
      journal,
      file: path.join(ownPaths(process.env, os.homedir()).state, "actions.ndjson"),
      url,
      ownPid: process.pid,
      now: Date.now,
      alive: isAlive,
    }),
  });
}
