// What a guard takes, and what it asks: beside a gateway that is well, with a connection to it and without.
import { join } from "node:path";
import { type Bench, type Benchmark, type Figures, type Gateway, figure, type Round } from "./benchmark.ts";
import { openCalmGateway } from "./calm-gateway.ts";
import { openCountingRelay } from "./counting-relay.ts";
import { type GuardRun, startGuard } from "./guard-run.ts";
import { pause } from "./pause.ts";
import { cpuWithChildrenMs, mostRssMb, rssMb } from "./process-facts.ts";

/** By then it has looked at everything that is only looked at now and then. */
const settleMs = 10_000;
const MINUTE_MS = 60_000;

const manners = ["with a token", "without"] as const;
type Manner = (typeof manners)[number];

const argsTo = (manner: Manner, { url, tokenFile, pid }: Gateway): readonly string[] => [
  "--url",
  url,
  "--pid",
  String(pid),
  ...(manner === "without" ? [] : ["--token-file", tokenFile]),
];

async function watchingGuard(bench: Bench, node: string, args: readonly string[], state: string): Promise<GuardRun> {
  const { home, program } = bench;
  const guard = await startGuard({ node, program, args, env: home.env, state: join(home.dir, state) });
  try {
    await guard.until("that all is well", ({ standing }) => standing === "well", MINUTE_MS);
  } catch (error) {
    await guard.end();
    throw error;
  }
  return guard;
}

async function costOf({ pid }: GuardRun, windowMs: number): Promise<Figures> {
  const [start, startedAt] = [cpuWithChildrenMs(pid), performance.now()];
  await pause(windowMs);
  const core = ((cpuWithChildrenMs(pid) - start) / (performance.now() - startedAt)) * 100;
  return { most: mostRssMb(pid), end: rssMb(pid), core, start };
}

/** A guard behind a relay of its own, which asks as any other does. */
async function askedBy(bench: Bench, manner: Manner, gateway: Gateway, state: string, windowMs: number): Promise<Figures> {
  const relay = await openCountingRelay(gateway.url);
  const node = bench.nodes[0]?.path ?? process.execPath;
  const args = argsTo(manner, { ...gateway, url: relay.url });
  const guard = await watchingGuard(bench, node, args, state).catch(async (error: unknown) => {
    await relay.close();
    throw error;
  });
  try {
    await pause(settleMs);
    const [before, startedAt] = [relay.counted(), performance.now()];
    await pause(windowMs);
    const minutes = (performance.now() - startedAt) / MINUTE_MS;
    const after = relay.counted();
    return { http: (after.http - before.http) / minutes, messages: (after.messages - before.messages) / minutes };
  } finally {
    await guard.end();
    await relay.close();
  }
}

async function takenBy(bench: Bench, node: string, args: readonly string[], state: string, windowMs: number): Promise<Figures> {
  const guard = await watchingGuard(bench, node, args, state);
  try {
    await pause(settleMs);
    return await costOf(guard, windowMs);
  } finally {
    await guard.end();
  }
}

const worst =
  (metric: string) =>
  (round: Round): number | null => {
    const values = Object.keys(round).flatMap((name) => figure(round, name, metric) ?? []);
    return values.length === 0 ? null : Math.max(...values);
  };

export const guard: Benchmark = {
  id: "guard",
  what: "A guard of a gateway that is well, at its own pace of a look every 5 s",
  rounds: 1,
  metrics: {
    most: { label: "most RSS", unit: "MB", digits: 1 },
    end: { label: "RSS at the end", unit: "MB", digits: 1 },
    core: { label: "CPU", unit: "% of a core", digits: 3 },
    start: { label: "CPU before", unit: "ms", digits: 0 },
    http: { label: "HTTP requests", unit: "/min", digits: 1 },
    messages: { label: "messages on the WebSocket", unit: "/min", digits: 1 },
  },
  goals: [
    { what: "the most memory", limit: 70, unit: "MB", of: worst("most"), over: "worst" },
    { what: "CPU, with that of its children", limit: 0.2, unit: "% of a core", of: worst("core"), over: "worst" },
  ],
  open: async (bench) => {
    const windowMs = bench.long ? 600_000 : 90_000;
    const { gateway, what, close } = await openCalmGateway(bench);
    return {
      round: async (number) => {
        // All at once: each is hardly there.
        const taken = bench.nodes.flatMap(({ name, path }, index) =>
          manners.map(async (manner): Promise<readonly [string, Figures]> => {
            const contestant = index === 0 ? manner : `${manner}, ${name}`;
            const state = `guard-${number}-${index}-${manner}`;
            const [cost, asked] = await Promise.all([
              takenBy(bench, path, argsTo(manner, gateway), state, windowMs),
              index === 0 ? askedBy(bench, manner, gateway, `${state}-counted`, windowMs) : {},
            ]);
            return [contestant, { ...cost, ...asked }];
          }),
        );
        return Object.fromEntries(await Promise.all(taken));
      },
      close,
      remarks: [
        `Windows of ${windowMs / 1000} s, ${settleMs / 1000} s after its first good look; the most memory is that of its whole life. The gateway is ${what}.`,
        "What is asked is counted by a relay in front of the gateway, before a guard of its own.",
      ],
    };
  },
};
