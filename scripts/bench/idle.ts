// An open dashboard nobody touches, beside htop on a terminal of the same size in the same seconds.
import { type Bench, type Benchmark, type Figures, ofGatetop, ratio } from "./benchmark.ts";
import { startGateway } from "./gateway-process.ts";
import { childTrace, cpuMs, rssMb } from "./process-facts.ts";
import { findHtop, noHtop } from "./start.ts";
import { pause } from "./pause.ts";
import { isLive, isPainted, openTerminal, type Terminal } from "./terminal.ts";

const settleMs = 5_000;

async function watch(terminal: Terminal, windowMs: number): Promise<Figures> {
  const [bytes, cpu, startedAt] = [terminal.bytes(), cpuMs(terminal.pid), performance.now()];
  await pause(30_000 - settleMs);
  const early = rssMb(terminal.pid);
  await pause(windowMs - (performance.now() - startedAt));
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    bytes: (terminal.bytes() - bytes) / seconds,
    cpu: ((cpuMs(terminal.pid) - cpu) / 1000 / seconds) * 60,
    early,
    late: rssMb(terminal.pid),
    children: childTrace(terminal.pid),
  };
}

export const idle: Benchmark = {
  id: "idle",
  what: "An open dashboard at 1 Hz, 120×40, all probes on, nobody touching it; htop -d 10 at the same time",
  rounds: 3,
  metrics: {
    bytes: { label: "to the terminal", unit: "B/s", digits: 0 },
    cpu: { label: "CPU", unit: "s/min", digits: 2 },
    early: { label: "RSS after 30 s", unit: "MB", digits: 0 },
    late: { label: "RSS at the end", unit: "MB", digits: 0 },
    children: { label: "page faults of children", unit: "", digits: 0 },
  },
  goals: [
    {
      what: "bytes to the terminal, against htop",
      limit: 0.8,
      unit: "×",
      of: (round) => ratio(round, ["gatetop", "bytes"], ["htop", "bytes"]),
      over: "median",
    },
    { what: "CPU", limit: 1.5, unit: "s/min", of: ofGatetop("cpu"), over: "median" },
    { what: "RSS after 30 s", limit: 125, unit: "MB", of: ofGatetop("early"), over: "worst" },
    { what: "RSS at the end", limit: 125, unit: "MB", of: ofGatetop("late"), over: "worst" },
    {
      what: "children started since its own start",
      limit: 0,
      unit: "",
      of: ofGatetop("children"),
      over: "worst",
    },
  ],
  open: async (bench) => {
    const windowMs = bench.long ? 300_000 : 30_000;
    const own = bench.gateway === null ? await startGateway(bench) : null;
    const htop = findHtop();
    return {
      round: async () => {
        const terminals = openAll(bench, own === null ? realArgs(bench) : [...own.args, "--pid", String(own.pid)], htop);
        try {
          await Promise.all(
            Object.entries(terminals).map(([name, terminal]) => terminal.until(name, name === "htop" ? isPainted : isLive)),
          );
          await pause(settleMs);
          const figures = await Promise.all(Object.values(terminals).map((terminal) => watch(terminal, windowMs)));
          return Object.fromEntries(Object.keys(terminals).map((name, index) => [name, figures[index] as Figures]));
        } finally {
          await Promise.all(Object.values(terminals).map((terminal) => terminal.end()));
        }
      },
      close: async () => own?.end(),
      remarks: [
        `Windows of ${windowMs / 1000} s, ${settleMs / 1000} s after the first live frame; the gateway is ${own === null ? "a real one" : "the demo's, in another process"}.`,
        "A child that lived, however shortly, leaves page faults: none means that there was none.",
        ...(htop === null ? [noHtop] : []),
      ],
    };
  },
};

function openAll({ home, nodes, program }: Bench, args: readonly string[], htop: string | null): Readonly<Record<string, Terminal>> {
  const terminals: Record<string, Terminal> = {};
  for (const [index, { name, path }] of nodes.entries())
    terminals[index === 0 ? "gatetop" : `gatetop, ${name}`] = openTerminal([path, program, ...args], { env: home.env });
  if (htop !== null) terminals["htop"] = openTerminal([htop, "-d", "10"], { env: home.env });
  return terminals;
}

export function realArgs({ gateway }: Bench): readonly string[] {
  if (gateway === null) throw new Error("no real gateway was named");
  return ["--url", gateway.url, "--token-file", gateway.tokenFile];
}
