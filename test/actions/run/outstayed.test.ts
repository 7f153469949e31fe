// A service that does not come to an end: the run is over in its time, the command goes on, and the next run is another one.
import { expect, test, vi } from "vitest";
import { createDriver } from "../../../src/actions/run/drive.ts";
import type { ActorParts } from "../../../src/data/action/ports.ts";
import type { Preview } from "../../../src/data/action/request.ts";
import { systemTimers } from "../../../src/data/gateway/timers.ts";
import { noEvidence, type ProcessEvidence } from "../../../src/data/restart/evidence.ts";
import type { Observation, Seen } from "../../../src/data/restart/observation.ts";
import { START, waitingLink } from "../../support/scene.ts";
import { target } from "../../support/target.ts";
import { linkTo, nobodyOpens } from "../parts.ts";
import { unit } from "./facts.ts";

const process: ProcessEvidence = { pid: 12, startTicks: 500, state: "T", evidence: "lock file", ownsPort: true };
const GONE_MS = 15_000;

const service: Preview = {
  choice: {
    request: { action: "restart", aim: "service", drainBudgetMs: null },
    label: "service restart",
    does: "",
    precondition: { can: true },
    confirmation: { kind: "none" },
    scope: null,
  },
  interrupts: [],
  warnings: [],
  underWay: null,
  access: "",
  workAt: null,
};

type Answer = Awaited<ReturnType<ActorParts["hands"]["unit"]>>;

function rig() {
  const commands: ((answer: Answer) => void)[] = [];
  const watched: ((observation: Observation) => void)[] = [];
  const waiting: (() => void)[] = [];
  let ids = 0;
  const driver = createDriver(
    {
      target,
      witness: {
        collect: () => Promise.resolve({ ...noEvidence(START), process, unit: unit() }),
        port: () => Promise.reject(new Error("the watch is played")),
        http: () => Promise.reject(new Error("the watch is played")),
        process: () => Promise.resolve({ kind: "process", process }),
        lives: () => Promise.resolve(true),
        lock: () => Promise.resolve({ kind: "lock", lock: null }),
        supervisor: () => Promise.resolve({ found: true, facts: unit(), problems: [] }),
        signalFacts: () => Promise.reject(new Error("no signal is chosen here")),
        surroundings: () => Promise.resolve(null),
        boots: () => Promise.resolve(null),
        log: () => Promise.resolve([]),
      },
      watch: ({ saw }) => {
        watched.push(saw);
        for (const go of waiting.splice(0)) go();
        return { stop: () => undefined };
      },
      link: linkTo({}, waitingLink()),
      openWriter: nobodyOpens,
      hands: {
        signal: () => Promise.reject(new Error("nothing is signalled here")),
        unit: () => new Promise((resolve) => void commands.push(resolve)),
        run: null,
      },
      journal: { append: () => null, read: () => ({ entries: [], unreadable: 0 }) },
      clock: { now: () => START, monotonicMs: () => 0, set: systemTimers.set, clear: systemTimers.clear },
      randomHex: () => `00000${(ids += 1)}`,
      send: () => undefined,
    },
    { began: () => ({ ended: vi.fn(), left: vi.fn() }), othersOpen: () => [] },
  );
  return {
    driver,
    commands,
    /** Resolves once the n-th run is watched, with what enters what is seen into it. */
    seeing: async (run: number): Promise<(ms: number, seen: Seen) => void> => {
      while (watched.length < run) await new Promise<void>((resolve) => void waiting.push(resolve));
      const saw = watched[run - 1];
      return (ms, seen) => saw?.({ ms, at: START + ms, seen });
    },
  };
}

test("the old process is still there when its time is over: it is judged, and the next run is another", async () => {
  const { driver, commands, seeing } = rig();
  const first = driver.restart(service, null, GONE_MS);
  const see = await seeing(1);
  see(500, { kind: "process", process });
  see(GONE_MS + 100, { kind: "process", process });
  expect(await first.done).toMatchObject({ verdict: { kind: "unproved" }, phase: "over" });

  const second = driver.restart(service, null, GONE_MS);
  expect(second.id).not.toBe(first.id);
  const seeNext = await seeing(2);
  // The command of the first comes back now, and says that it failed: that is not said of the second.
  commands[0]?.({ code: 1, said: "Job was cancelled.", tookMs: 30_000 });
  await new Promise((resolve) => setImmediate(resolve));
  expect(driver.restart(service).id).toBe(second.id);
  seeNext(GONE_MS + 100, { kind: "process", process });
  const { seen, verdict } = await second.done;
  expect(verdict?.kind).toBe("unproved");
  expect(seen.some((one) => one.seen.kind === "commanded")).toBe(false);
});

test.each<[string, Seen]>([
  ["gone, and the next one boots", { kind: "process", process: null }],
  ["another one already", { kind: "process", process: { ...process, pid: 13, startTicks: 900 } }],
])("one that is %s has all the time its boot takes", async (_, seen) => {
  const { driver, seeing } = rig();
  const over = vi.fn();
  const { done } = driver.restart(service, null, GONE_MS);
  void done.then(over);
  const see = await seeing(1);
  see(GONE_MS - 100, seen);
  see(GONE_MS + 100, { kind: "clock" });
  await new Promise((resolve) => setImmediate(resolve));
  expect(over).not.toHaveBeenCalled();
  driver.leave("the test is over");
});
