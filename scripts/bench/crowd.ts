// Ten thousand sessions and two hundred channel accounts beside ten of each, in the same seconds: what only exists must cost nothing.
import { type Bench, type Benchmark, type Figures, ratio } from "./benchmark.ts";
import type { Crowd } from "./crowd-answers.ts";
import { type GatewayProcess, startGateway } from "./gateway-process.ts";
import { pause } from "./pause.ts";
import { cpuMs, rssMb } from "./process-facts.ts";
import { isLive, openTerminal, type Screen, type Terminal } from "./terminal.ts";

const crowds = {
  many: { sessions: 10_000, accounts: 200 },
  few: { sessions: 10, accounts: 10 },
} as const satisfies Record<string, Crowd>;

type Name = keyof typeof crowds;

/** All pages of the list are read, and what a start leaves behind is collected. */
const settleMs = 10_000;

const core = async (terminal: Terminal, windowMs: number): Promise<number> => {
  const [cpu, startedAt] = [cpuMs(terminal.pid), performance.now()];
  await pause(windowMs);
  return ((cpuMs(terminal.pid) - cpu) / (performance.now() - startedAt)) * 100;
};

const holds =
  (crowd: Crowd) =>
  (screen: Screen): boolean =>
    screen.some((line) => /sessions by /u.test(line) && line.includes(` ${crowd.sessions} `));

async function watch(terminal: Terminal, crowd: Crowd, windowMs: number): Promise<Figures> {
  await terminal.until("live", isLive);
  terminal.write("3");
  await terminal.until(`${crowd.sessions} sessions`, holds(crowd), 60_000);
  terminal.write("1");
  await pause(settleMs);
  const overview = await core(terminal, windowMs);
  terminal.write("3");
  await pause(1_000);
  return { overview, board: await core(terminal, windowMs), rss: rssMb(terminal.pid) };
}

async function beside({ home, nodes, program }: Bench, gateways: Readonly<Record<Name, GatewayProcess>>, windowMs: number) {
  const names = Object.keys(crowds) as readonly Name[];
  const terminals = names.map((name) => {
    const { args, pid } = gateways[name];
    return openTerminal([nodes[0]?.path ?? process.execPath, program, ...args, "--pid", String(pid)], { env: home.env });
  });
  try {
    const figures = await Promise.all(terminals.map((terminal, index) => watch(terminal, crowds[names[index] ?? "few"], windowMs)));
    return Object.fromEntries(names.map((name, index) => [name, figures[index] as Figures]));
  } finally {
    await Promise.all(terminals.map((terminal) => terminal.end()));
  }
}

export const crowd: Benchmark = {
  id: "crowd",
  what: "An open dashboard on a gateway with 10 000 sessions and 200 channel accounts, and on one with 10 of each, equally busy, in the same seconds",
  rounds: 3,
  metrics: {
    overview: { label: "CPU, overview", unit: "% of a core", digits: 2 },
    board: { label: "CPU, sessions board", unit: "% of a core", digits: 2 },
    rss: { label: "RSS", unit: "MB", digits: 0 },
  },
  goals: [
    {
      what: "CPU of many against few, overview",
      limit: 2,
      unit: "×",
      of: (round) => ratio(round, ["many", "overview"], ["few", "overview"]),
      over: "median",
    },
    {
      what: "CPU of many against few, sessions board",
      limit: 2,
      unit: "×",
      of: (round) => ratio(round, ["many", "board"], ["few", "board"]),
      over: "median",
    },
  ],
  open: async (bench) => {
    // All sessions are read anew every ten minutes.
    const windowMs = bench.long ? 330_000 : 30_000;
    const begun = (crowd: Crowd): Promise<GatewayProcess> => startGateway(bench, 0, { crowd });
    const gateways = { many: await begun(crowds.many), few: await begun(crowds.few) };
    return {
      round: () => beside(bench, gateways, windowMs),
      close: async () => {
        await Promise.all([gateways.many.end(), gateways.few.end()]);
      },
      remarks: [
        `Windows of ${windowMs / 1000} s for each of the two screens, ${settleMs / 1000} s after the last page of sessions was read. The gateways are the demo's, each in a process of its own; what happens in them is the same.`,
      ],
    };
  },
};
