// What it costs the gateway to be looked at: its own CPU time with a dashboard attached and without.
import { type Benchmark, figure, type Figures } from "./benchmark.ts";
import { realArgs } from "./idle.ts";
import { pause } from "./pause.ts";
import { cpuMs } from "./process-facts.ts";
import { isLive, openTerminal } from "./terminal.ts";

/** The first readings of a new client, and what the gateway does after one has left, are not the steady cost. */
const settleMs = 10_000;

async function coreShare(pid: number, windowMs: number): Promise<number> {
  const [cpu, startedAt] = [cpuMs(pid), performance.now()];
  await pause(windowMs);
  return ((cpuMs(pid) - cpu) / (performance.now() - startedAt)) * 100;
}

export const cost: Benchmark = {
  id: "cost",
  what: "The gateway's own CPU time with a dashboard attached, and without",
  rounds: 5,
  metrics: { core: { label: "CPU of the gateway", unit: "% of a core", digits: 2 } },
  goals: [
    {
      what: "the gateway's CPU, attached minus not attached",
      limit: 0.5,
      unit: "% of a core",
      of: (round) => {
        const [attached, alone] = [figure(round, "attached", "core"), figure(round, "not attached", "core")];
        return attached === null || alone === null ? null : attached - alone;
      },
      over: "median",
    },
  ],
  open: (bench) => {
    const { gateway, home, nodes, program } = bench;
    if (gateway === null) return Promise.resolve("needs a real gateway: --gateway URL --token-file F");
    const windowMs = bench.long ? 120_000 : 30_000;
    const attached = async (): Promise<Figures> => {
      const terminal = openTerminal([nodes[0]?.path ?? process.execPath, program, ...realArgs(bench)], { env: home.env });
      try {
        await terminal.until("live", isLive);
        await pause(settleMs);
        return { core: await coreShare(gateway.pid, windowMs) };
      } finally {
        await terminal.end();
      }
    };
    const alone = async (): Promise<Figures> => {
      await pause(settleMs);
      return { core: await coreShare(gateway.pid, windowMs) };
    };
    return Promise.resolve({
      // In the order a b b a, so that a gateway that grows busier does not count against one of them.
      round: async (number) => {
        if (number % 2 === 0) return { attached: await attached(), "not attached": await alone() };
        const without = await alone();
        return { attached: await attached(), "not attached": without };
      },
      close: () => Promise.resolve(),
      remarks: [`A real gateway, windows of ${windowMs / 1000} s, taken in turns.`],
    });
  },
};
