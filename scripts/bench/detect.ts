// How long until a condition the gateway can be asked about is on the screen, and how long until its end is.
import { type Benchmark, type Figures, ofGatetop } from "./benchmark.ts";
import type { Condition } from "./flips.ts";
import { type GatewayProcess, startGateway } from "./gateway-process.ts";
import { pause } from "./pause.ts";
import { percentile } from "./statistics.ts";
import { isLive, openTerminal, type Screen, type Terminal } from "./terminal.ts";

const onScreen: Readonly<Record<Condition, RegExp>> = {
  channel: /irc\/default +recovering/u,
  queue: /main .*\+1 waiting/u,
};

const says =
  (condition: Condition, wrong: boolean) =>
  (screen: Screen): boolean =>
    isLive(screen) && onScreen[condition].test(screen.join("\n")) === wrong;

type Delays = { readonly came: readonly number[]; readonly went: readonly number[] };

/** `firstMs`: the two conditions do not come in the same moment. */
async function delaysOf(
  condition: Condition,
  gateway: GatewayProcess,
  terminal: Terminal,
  firstMs: number,
  times: number,
): Promise<Delays> {
  const came: number[] = [];
  const went: number[] = [];
  await pause(firstMs);
  for (let nth = 0; nth < times; nth += 1) {
    for (const wrong of [true, false]) {
      // Long enough to be past what the last change set in motion, and never in step with anything that is asked.
      await pause(7_000 + ((nth * 617) % 4_000));
      const seen = terminal.until(`${condition} ${wrong ? "wrong" : "well"}`, says(condition, wrong));
      const at = await gateway.flip(condition, wrong);
      (wrong ? came : went).push(Math.max(0, (await seen) - at));
    }
  }
  return { came, went };
}

const figuresOf = (condition: Condition, { came, went }: Delays): Figures => ({
  [`${condition}Came50`]: percentile(came, 0.5),
  [`${condition}Came95`]: percentile(came, 0.95),
  [`${condition}Went95`]: percentile(went, 0.95),
});

const ms = (label: string) => ({ label, unit: "ms", digits: 0 });

export const detect: Benchmark = {
  id: "detect",
  what: "From the moment the gateway can be asked about it to the screen: a channel account that loses its server, a run that waits for a full lane",
  rounds: 1,
  metrics: {
    channelCame50: ms("lost channel, p50"),
    channelCame95: ms("p95"),
    channelWent95: ms("back, p95"),
    queueCame50: ms("waiting run, p50"),
    queueCame95: ms("p95"),
    queueWent95: ms("gone, p95"),
  },
  goals: [
    { what: "a lost channel is on the screen, p95", limit: 2_500, unit: "ms", of: ofGatetop("channelCame95"), over: "worst" },
    { what: "a waiting run is on the screen, p95", limit: 2_500, unit: "ms", of: ofGatetop("queueCame95"), over: "worst" },
  ],
  open: (bench) => {
    const times = bench.long ? 20 : 10;
    return Promise.resolve({
      round: async () => {
        const gateway = await startGateway(bench);
        const argv = [bench.nodes[0]?.path ?? process.execPath, bench.program, ...gateway.args, "--pid", String(gateway.pid)];
        const terminal = openTerminal(argv, { env: bench.home.env });
        try {
          await terminal.until("live", isLive);
          const [channel, queue] = await Promise.all([
            delaysOf("channel", gateway, terminal, 0, times),
            delaysOf("queue", gateway, terminal, 2_300, times),
          ]);
          return { gatetop: { ...figuresOf("channel", channel), ...figuresOf("queue", queue) } };
        } finally {
          await terminal.end();
          await gateway.end();
        }
      },
      close: () => Promise.resolve(),
      remarks: [
        `${times} of each. The demo gateway in a process of its own, on this host. As at a real one a socket goes with the server of a channel, and a task is pushed when a run begins to wait.`,
      ],
    });
  },
};
