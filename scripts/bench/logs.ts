// The gateway's log on board 4: how soon a line is seen, whether keys wait for a busy log, what a large file costs to open.
import { fork } from "node:child_process";
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Benchmark, ofGatetop } from "./benchmark.ts";
import { border, follows, hasLines, isOurs, openLogs, ownLines, type Rig, type Site, withTerminal } from "./log-rig.ts";
import { logLine, type WriteOrder, type Written } from "./log-writer.ts";
import { pause } from "./pause.ts";
import { cpuMs, rssMb, waitedMs } from "./process-facts.ts";
import { percentile } from "./statistics.ts";
import { type Screen, type Terminal } from "./terminal.ts";

const script = resolve(import.meta.dirname, "log-writer.ts");

/** Resolves with what was written, when all of it is. */
async function write(order: WriteOrder): Promise<Written> {
  const child = fork(script, [], { execArgv: [] });
  try {
    child.send(order);
    const [written] = (await once(child, "message")) as [Written];
    return written;
  } finally {
    child.kill("SIGKILL");
  }
}

/** The marker's letters are its number: rows that differ in digits alone would be one. */
const marker = (number: number): string => `marker ${String(number).replace(/\d/gu, (digit) => "abcdefghij"[Number(digit)] ?? "")} end`;

async function sinceWritten({ terminal, site: { file } }: Rig, number: number): Promise<number> {
  const text = marker(number);
  appendFileSync(file, logLine(text));
  const writtenAt = performance.now();
  return (await terminal.until(text, (screen) => screen.some((line) => line.includes(text)))) - writtenAt;
}

export const logLineSeen: Benchmark = {
  id: "log-line",
  what: "From a line written into the log to its cells on the terminal, 120×40, board 4, 20 other lines a second",
  rounds: 3,
  metrics: {
    p50: { label: "p50", unit: "ms", digits: 0 },
    p95: { label: "p95", unit: "ms", digits: 0 },
    most: { label: "longest", unit: "ms", digits: 0 },
  },
  goals: [{ what: "a line is seen, p95", limit: 1_000, unit: "ms", of: ofGatetop("p95"), over: "worst" }],
  open: async (bench) => ({
    round: async () => {
      const count = bench.long ? 60 : 20;
      const figures = await withTerminal(
        bench,
        () => {},
        async (rig) => {
          await openLogs(rig);
          const others = write({ file: rig.site.file, perSecond: 20, seconds: count });
          const took: number[] = [];
          for (let number = 0; number < count; number++) {
            took.push(await sinceWritten(rig, number));
            // Not in step with the looks at the file.
            await pause(500 + ((number * 37) % 300));
          }
          await others;
          return { p50: percentile(took, 0.5), p95: percentile(took, 0.95), most: Math.max(...took) };
        },
      );
      return { gatetop: figures };
    },
    close: () => Promise.resolve(),
    remarks: [`${bench.long ? 60 : 20} lines a round; the gateway is the demo's, and says that its log is a file something else writes.`],
  }),
};

const linesPerSecond = 5_000;

/** `first` leaves a state that `second` brings back; each is measured. */
async function pressKeys(
  terminal: Terminal,
  keys: readonly [string, string],
  seen: (screen: Screen) => boolean,
  lasts: () => boolean,
): Promise<readonly number[]> {
  const latencies: number[] = [];
  for (let presses = 0; lasts() || presses % 2 === 1; presses++) {
    await pause(50 + ((presses * 37) % 100));
    const away = presses % 2 === 0;
    const pressedAt = performance.now();
    terminal.write(away ? keys[0] : keys[1]);
    const until = await terminal.until(`what ${keys.join(" ")} does`, (screen) => seen(screen) !== away);
    latencies.push(until - pressedAt);
  }
  return latencies;
}

const noHelp = (screen: Screen): boolean => !(screen[1]?.includes("help") ?? false);

export const logFlood: Benchmark = {
  id: "log-flood",
  what: "A log that grows by 5 000 lines of 700 B a second: keys on board 4, which follows it, then on the overview, 120×40",
  rounds: 1,
  metrics: {
    rate: { label: "lines", unit: "/s", digits: 0 },
    keys: { label: "keys", unit: "", digits: 0 },
    p50: { label: "key → cell on the logs, p50", unit: "ms", digits: 0 },
    p99: { label: "p99", unit: "ms", digits: 0 },
    elsewhere: { label: "p99 on the overview", unit: "ms", digits: 0 },
    core: { label: "CPU", unit: "% of a core", digits: 0 },
    waiting: { label: "waiting for a core", unit: "% of the time", digits: 0 },
    behind: { label: "last line seen after", unit: "ms", digits: 0 },
    rss: { label: "RSS", unit: "MB", digits: 0 },
  },
  goals: [
    { what: "a key on the logs, p99", limit: 50, unit: "ms", of: ofGatetop("p99"), over: "worst" },
    { what: "a key on the overview, p99", limit: 50, unit: "ms", of: ofGatetop("elsewhere"), over: "worst" },
    { what: "the last line is seen", limit: 1_000, unit: "ms", of: ofGatetop("behind"), over: "worst" },
  ],
  open: async (bench) => ({
    round: async () => {
      const seconds = bench.long ? 60 : 20;
      const figures = await withTerminal(
        bench,
        () => {},
        async (rig) => {
          const { terminal, site: here } = rig;
          await openLogs(rig);
          const flood = async (keys: readonly [string, string], seen: (screen: Screen) => boolean) => {
            let writing = true;
            const [cpu, waited, startedAt] = [cpuMs(terminal.pid), waitedMs(terminal.pid), performance.now()];
            const written = write({ file: here.file, perSecond: linesPerSecond, seconds }).finally(() => (writing = false));
            const latencies = await pressKeys(terminal, keys, seen, () => writing);
            const percent = 100 / (performance.now() - startedAt);
            const [core, waiting] = [(cpuMs(terminal.pid) - cpu) * percent, (waitedMs(terminal.pid) - waited) * percent];
            return { latencies, core, waiting, written: await written };
          };
          const onLogs = await flood(["k", "G"], follows);
          const behind = await sinceWritten(rig, 1);
          const rss = rssMb(terminal.pid);
          terminal.write("1");
          await pause(1_000);
          const elsewhere = await flood(["?", "?"], noHelp);
          return {
            rate: (onLogs.written.lines / onLogs.written.tookMs) * 1000,
            keys: onLogs.latencies.length + elsewhere.latencies.length,
            p50: percentile(onLogs.latencies, 0.5),
            p99: percentile(onLogs.latencies, 0.99),
            elsewhere: percentile(elsewhere.latencies, 0.99),
            core: onLogs.core,
            waiting: Math.max(onLogs.waiting, elsewhere.waiting),
            behind,
            rss,
          };
        },
      );
      return { gatetop: figures };
    },
    close: () => Promise.resolve(),
    remarks: [
      `${bench.long ? 60 : 20} s on each board. \`k\` leaves the newest line and \`G\` returns to it; on the overview \`?\` opens and closes the help.`,
      "Time spent waiting for a core belongs to whatever else ran on the machine. That each line is shown once or told as missing is a law of the tests.",
    ],
  }),
};

const largeBytes = 100_000_000;

function fill({ file }: Site): void {
  let size = 0;
  while (size < largeBytes) {
    const text = ownLines(2_000);
    appendFileSync(file, text);
    size += text.length;
  }
}

const isReadBack = (screen: Screen): boolean => /(?:[5-9]\d|1\d\d)k lines/u.test(border(screen));

export const logOpen: Benchmark = {
  id: "log-open",
  what: "Opening a log of 100 MB on board 4, and the memory its lines take, 120×40",
  rounds: 7,
  metrics: {
    first: { label: "key → first lines", unit: "ms", digits: 0 },
    back: { label: "50 000 lines read back after", unit: "s", digits: 1 },
    more: { label: "more RSS then", unit: "MB", digits: 0 },
  },
  goals: [
    { what: "the first lines", limit: 300, unit: "ms", of: ofGatetop("first"), over: "worst" },
    { what: "memory", limit: 60, unit: "MB", of: ofGatetop("more"), over: "worst" },
  ],
  open: async (bench) => ({
    round: async () => {
      const figures = await withTerminal(bench, fill, async (rig) => {
        const { terminal } = rig;
        const before = rssMb(terminal.pid);
        const pressedAt = performance.now();
        terminal.write("4");
        const first = (await terminal.until("lines of the log", hasLines)) - pressedAt;
        const back = (await terminal.until("fifty thousand lines", isReadBack, 60_000)) - pressedAt;
        await pause(5_000);
        const more = rssMb(terminal.pid) - before;
        await isOurs(rig);
        return { first, back: back / 1000, more };
      });
      return { gatetop: figures };
    },
    close: () => Promise.resolve(),
    remarks: ["Each round a program and a file of its own."],
  }),
};
