// A watcher on a clock that moves only when told, and a gateway's outside that answers by script.
import { setImmediate } from "node:timers/promises";
import type { Clock, LinkTap, Witness } from "../../../src/data/action/ports.ts";
import type { Event } from "../../../src/data/events.ts";
import { RpcFailure } from "../../../src/data/gateway/rpc-failure.ts";
import type { LinkState } from "../../../src/data/link-state.ts";
import { beginRun } from "../../../src/data/restart/begin-run.ts";
import { noEvidence } from "../../../src/data/restart/evidence.ts";
import type { Observation, Seen } from "../../../src/data/restart/observation.ts";
import type { RestartRun, RunAim } from "../../../src/data/restart/run.ts";
import { watch } from "../../../src/probes/watch/watch.ts";
import { manualTimers } from "../../data/gateway/manual-timers.ts";

type Of<K extends Seen["kind"]> = Extract<Seen, { readonly kind: K }>;

export const page = (path: Of<"http">["path"], over: Partial<Of<"http">> = {}): Of<"http"> => ({
  kind: "http",
  path,
  outcome: "answered",
  httpStatus: 200,
  status: path === "/healthz" ? "live" : "started",
  uptimeMs: 3_600_000,
  failing: [],
  suppressed: [],
  ...over,
});

type Script = {
  port: () => Of<"port"> | Promise<Of<"port">>;
  http: (path: Of<"http">["path"]) => Of<"http"> | Promise<Of<"http">>;
  lock: () => Of<"lock">;
  log: () => readonly Of<"log">[];
  rpc: (method: string) => unknown;
};

export function watching(given: { readonly aim?: RunAim; readonly run?: Partial<RestartRun>; readonly link?: LinkState } = {}) {
  const timers = manualTimers();
  const clock: Clock = { ...timers, now: () => 1_000_000 + timers.monotonicMs() };
  const aim = given.aim ?? "graceful";
  let run: RestartRun = {
    ...beginRun({
      id: "3f9a2c",
      aim,
      at: clock.now(),
      before: noEvidence(0),
      channels: new Map([["telegram/poll", true]]),
      supervised: false,
      drainBudgetMs: null,
    }),
    ...given.run,
  };
  const script: Script = {
    port: () => ({ kind: "port", open: true, why: null }),
    http: (path) => page(path),
    lock: () => ({ kind: "lock", lock: null }),
    log: () => [],
    rpc: () => ({ pid: 12, processInstanceId: "instance-1" }),
  };
  const looks: { readonly look: string; readonly ms: number }[] = [];
  const seen: Observation[] = [];
  const listeners = new Set<(event: Event) => void>();
  let state: LinkState = given.link ?? { phase: "idle" };
  const look = (name: string): void => void looks.push({ look: name, ms: timers.monotonicMs() });
  const looked = async <T>(name: string, answer: () => T | Promise<T>): Promise<T> => {
    look(name);
    return answer();
  };

  const witness: Witness = {
    collect: () => Promise.resolve(noEvidence(0)),
    port: () => looked("port", () => script.port()),
    http: (path) => looked(path, () => script.http(path)),
    process: () => looked("process", () => ({ kind: "process", process: null })),
    lives: () => Promise.reject(new Error("nobody ends a process while watching")),
    lock: () => looked("lock", () => script.lock()),
    supervisor: () => looked("unit", () => ({ found: false, why: "none", problems: [] })),
    signalFacts: () => Promise.reject(new Error("nobody chooses a signal while watching")),
    surroundings: () => Promise.resolve(null),
    boots: () => looked("boots", () => null),
    log: () => looked("log", () => script.log()),
  };
  const link: LinkTap = {
    state: () => state,
    request: (method) =>
      looked(`rpc ${method}`, () => {
        const answer = script.rpc(method);
        if (answer instanceof RpcFailure) throw answer;
        return answer;
      }),
    retryNow: () => look("retry"),
    listen: (heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
  };

  const watcher = watch({ witness, link, clock, aim, run: () => run, saw: (observation) => void seen.push(observation) });
  return {
    script,
    looks,
    seen,
    watcher,
    timers: () => timers.count(),
    listeners: () => listeners.size,
    become: (change: Partial<RestartRun>) => {
      run = { ...run, ...change };
    },
    hear: (event: Event) => {
      if (event.type === "link") state = event.link;
      for (const heard of listeners) heard(event);
    },
    /** Time passes in steps no longer than the shortest pace, so that answers fall between them. */
    pass: async (ms: number) => {
      for (let left = ms; left > 0; left -= 5) {
        timers.advance(Math.min(5, left));
        await setImmediate();
      }
    },
    /** Times of the looks of one kind since the last call. */
    times: (name: string): readonly number[] => looks.filter((one) => one.look === name).map(({ ms }) => ms),
    kinds: (): readonly string[] => seen.map((observation) => observation.seen.kind).filter((kind) => kind !== "clock"),
    of: <K extends Seen["kind"]>(kind: K): readonly Of<K>[] =>
      seen.flatMap((observation) => (observation.seen.kind === kind ? [observation.seen as Of<K>] : [])),
  };
}
