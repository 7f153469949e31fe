// A gateway that pushes 20 000 events a second: is each of them counted, and does the screen still follow the keys?
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Bench, type Benchmark, type Figures, ofGatetop } from "./benchmark.ts";
import { startGateway } from "./gateway-process.ts";
import { pause } from "./pause.ts";
import { cpuMs, rssMb, waitedMs } from "./process-facts.ts";
import { percentile } from "./statistics.ts";
import { isLive, openTerminal, type Screen, type Terminal } from "./terminal.ts";

const perSecond = 20_000;
const keyEveryMs = 50;
const helpShown = (screen: Screen): boolean => screen[1]?.includes("help") ?? false;
const helpGone = (screen: Screen): boolean => !helpShown(screen);

/** `?` opens the help and closes it: what is measured is the whole screen drawn anew. */
async function pressKeys(terminal: Terminal, lasts: () => boolean): Promise<Figures> {
  const latencies: number[] = [];
  for (let presses = 0; lasts() || presses % 2 === 1; presses++) {
    // Not in step with what happens ten times a second.
    await pause(keyEveryMs + ((presses * 37) % 100));
    const pressedAt = performance.now();
    terminal.write("?");
    latencies.push((await terminal.until("the help, or its end", presses % 2 === 0 ? helpShown : helpGone)) - pressedAt);
  }
  return { keys: latencies.length, p50: percentile(latencies, 0.5), p90: percentile(latencies, 0.9), p99: percentile(latencies, 0.99) };
}

type Counted = { readonly pushed: number; readonly gaps: number; readonly broken: number };

/** From the program's own log. */
function counted(file: string): Counted {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  const records = lines.map((line) => JSON.parse(line) as { readonly msg: string; readonly count?: number; readonly phase?: string });
  return {
    pushed: records.reduce((sum, { msg, count }) => sum + (msg === "pushed" ? (count ?? 0) : 0), 0),
    gaps: records.filter(({ msg }) => msg === "gap").length,
    broken: records.filter(({ msg, phase }) => msg === "link" && phase === "waiting").length,
  };
}

async function oneFlood(bench: Bench, node: string, log: string, seconds: number): Promise<Figures> {
  const gateway = await startGateway(bench);
  const terminal = openTerminal([node, bench.program, ...gateway.args, "--pid", String(gateway.pid), "--log", log], {
    env: bench.home.env,
  });
  try {
    await terminal.until("live", isLive);
    await pause(1_500);
    const quietUntil = performance.now() + 5_000;
    const quiet = await pressKeys(terminal, () => performance.now() < quietUntil);
    const [cpu, waited, startedAt] = [cpuMs(terminal.pid), waitedMs(terminal.pid), performance.now()];
    let flooding = true;
    const flood = gateway.flood(perSecond, seconds).finally(() => (flooding = false));
    const pressed = await pressKeys(terminal, () => flooding);
    const { events, tookMs, mostBuffered } = await flood;
    const endedAt = performance.now();
    const core = ((cpuMs(terminal.pid) - cpu) / (endedAt - startedAt)) * 100;
    const waiting = ((waitedMs(terminal.pid) - waited) / (endedAt - startedAt)) * 100;
    let [sent, seen] = [await gateway.sent(), counted(log)];
    while (seen.pushed < sent && performance.now() - endedAt < 10_000) {
      await pause(50);
      [sent, seen] = [await gateway.sent(), counted(log)];
    }
    return {
      ...pressed,
      quietP50: quiet["p50"] ?? Number.NaN,
      quietP99: quiet["p99"] ?? Number.NaN,
      rate: (events / tookMs) * 1000,
      lost: sent - seen.pushed,
      gaps: seen.gaps + seen.broken,
      core,
      waiting,
      buffered: mostBuffered / 1e6,
      rss: rssMb(terminal.pid),
    };
  } finally {
    await terminal.end();
    await gateway.end();
  }
}

export const flood: Benchmark = {
  id: "flood",
  what: "A gateway that pushes 20 000 events a second (agent, task, sessions.changed, tick), and keys pressed meanwhile",
  rounds: 3,
  metrics: {
    rate: { label: "events", unit: "/s", digits: 0 },
    lost: { label: "lost", unit: "", digits: 0 },
    gaps: { label: "gaps and reconnects", unit: "", digits: 0 },
    core: { label: "CPU", unit: "% of a core", digits: 0 },
    waiting: { label: "waiting for a core", unit: "% of the time", digits: 0 },
    rss: { label: "RSS", unit: "MB", digits: 0 },
    buffered: { label: "most held back by the sender", unit: "MB", digits: 1 },
    keys: { label: "keys", unit: "", digits: 0 },
    p50: { label: "key → frame p50", unit: "ms", digits: 0 },
    p90: { label: "p90", unit: "ms", digits: 0 },
    p99: { label: "p99", unit: "ms", digits: 0 },
    quietP50: { label: "p50 without the flood", unit: "ms", digits: 0 },
    quietP99: { label: "p99 without", unit: "ms", digits: 0 },
  },
  goals: [
    { what: "events lost", limit: 0, unit: "", of: ofGatetop("lost"), over: "worst" },
    { what: "gaps and reconnects", limit: 0, unit: "", of: ofGatetop("gaps"), over: "worst" },
    { what: "key to frame, p99", limit: 60, unit: "ms", of: ofGatetop("p99"), over: "median" },
  ],
  open: (bench) => {
    const seconds = bench.long ? 60 : 10;
    return Promise.resolve({
      round: async (number) => {
        const round: Record<string, Figures> = {};
        for (const [index, { name, path }] of bench.nodes.entries()) {
          const log = join(bench.home.dir, `flood-${number}-${index}.ndjson`);
          round[index === 0 ? "gatetop" : `gatetop, ${name}`] = await oneFlood(bench, path, log, seconds);
        }
        return round;
      },
      close: () => Promise.resolve(),
      remarks: [
        `Floods of ${seconds} s. Lost is what the gateway wrote to the socket minus what the program's log counted; a key is \`?\`, which draws the whole screen anew. Time spent waiting for a core belongs to whatever else ran on the machine.`,
        ...(seconds < 60 ? ["A 99th percentile of some 90 keys is nearly the worst of them; `--long` presses some 500."] : []),
      ],
    });
  },
};
