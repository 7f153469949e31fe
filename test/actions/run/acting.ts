// Everything behind the door that changes a gateway, real but for the service manager, facing a played gateway.
import { setTimeout as timer } from "node:timers";
import { createActor } from "../../../src/actions/actor.ts";
import { createHands } from "../../../src/actions/hands/create-hands.ts";
import { createOpenWriter } from "../../../src/actions/writer/open-writer.ts";
import { createTappedLink } from "../../../src/cli/tapped-link.ts";
import type { JournalEntry } from "../../../src/data/action/journal.ts";
import type { Clock, Journal } from "../../../src/data/action/ports.ts";
import type { ActionRequest } from "../../../src/data/action/request.ts";
import type { Event } from "../../../src/data/events.ts";
import { createIdentity } from "../../../src/data/gateway/identity.ts";
import { systemTimers } from "../../../src/data/gateway/timers.ts";
import type { RestartRun, RunAim } from "../../../src/data/restart/run.ts";
import type { Target } from "../../../src/data/target.ts";
import { createWitness } from "../../../src/probes/evidence/witness.ts";
import { watch } from "../../../src/probes/watch/watch.ts";
import type { World } from "../../../src/probes/probe.ts";
import { createWorld } from "../../../src/probes/world.ts";
import { target as anyTarget } from "../../support/target.ts";
import type { PlayedGateway } from "./played-gateway.ts";

/** Counts its timers, so that a test sees whether one is left. */
function countingClock() {
  const waiting = new Set<unknown>();
  const clock: Clock = {
    now: Date.now,
    monotonicMs: systemTimers.monotonicMs,
    set: (run, ms) => {
      const handle = timer(() => {
        waiting.delete(handle);
        run();
      }, ms);
      waiting.add(handle);
      return handle;
    },
    clear: (handle) => {
      waiting.delete(handle);
      clearTimeout(handle as NodeJS.Timeout);
    },
  };
  return { clock, waiting };
}

export async function acting(
  gateway: PlayedGateway,
  given: { readonly readonly?: string; readonly journal?: Partial<Journal>; readonly readText?: World["readText"] } = {},
) {
  const target: Target = { ...anyTarget, url: gateway.url, port: gateway.port, stateDir: gateway.stateDir, credential: "token" };
  const credentials = { token: "shared-secret" };
  const identity = createIdentity();
  const events: Event[] = [];
  const waiters = new Set<() => void>();
  const send = (event: Event): void => {
    events.push(event);
    for (const waiter of waiters) waiter();
  };
  const link = createTappedLink({ target, credentials, identity, instanceId: "test", onDeviceToken: () => {} }, send);
  const entries: JournalEntry[] = [];
  const journal: Journal = {
    append: (entry) => {
      entries.push(entry);
      return null;
    },
    read: () => ({ entries, unreadable: 0 }),
    ...given.journal,
  };
  const real = createWorld({ request: link.tap.request, methods: link.methods });
  const world = {
    ...real,
    readText: given.readText ?? real.readText,
    run: () => Promise.resolve({ code: null, out: "", err: "not here", ended: "missing" as const }),
    queryDatabase: () => null,
  };
  const witness = createWitness({ world, target, link: link.tap });
  const { clock, waiting } = countingClock();
  let ids = 0;
  const actor = createActor({
    target,
    witness,
    watch,
    link: link.tap,
    openWriter: createOpenWriter({
      target,
      credentials: () => credentials,
      identity,
      instanceId: "test",
      version: "0.1.0",
      keepDeviceToken: () => {},
    }),
    hands: createHands({ witness }),
    journal,
    clock,
    randomHex: (digits) => String((ids += 1)).padStart(digits, "0"),
    send,
    readonly: given.readonly ?? null,
    operator: { user: "ana", uid: 1000, peer: null, pid: 4711 },
    by: "command",
  });

  /** Resolves once `found` gives something for the events so far. */
  const until = <T>(found: () => T | undefined | null | false): Promise<T> =>
    new Promise((resolve) => {
      const look = (): void => {
        const value = found();
        if (value === undefined || value === null || value === false) return;
        waiters.delete(look);
        resolve(value);
      };
      waiters.add(look);
      look();
    });
  const runs = (): readonly RestartRun[] => events.flatMap((event) => (event.type === "run" ? [event.run] : []));

  link.start();
  await until(() => link.tap.state().phase === "open");
  return {
    actor,
    link,
    events,
    entries,
    waiting,
    runs,
    until,
    /** Resolves with the run as it was when it reached this. */
    milestone: (name: string): Promise<RestartRun> =>
      until(() => runs().find(({ milestones }) => milestones.some((milestone) => milestone.name === name))),
    preview: (aim: RunAim) => actor.preview({ action: "restart", aim, drainBudgetMs: null } satisfies ActionRequest),
    close: () => {
      actor.leave("the test is over");
      link.stop();
    },
  };
}
