// How long a monitoring system waits for `gatetop check`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { type Benchmark, type Figures, figure } from "./benchmark.ts";
import { openCalmGateway } from "./calm-gateway.ts";
import { percentile } from "./statistics.ts";

/** Worse is a gateway that did not answer, and such a look is another one. */
const WARNING = 1;

/** From its start to its end, ms. */
async function checked(argv: readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
  const [command = "", ...args] = argv;
  const startedAt = performance.now();
  const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  let line = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (line += text));
  const [code] = (await once(child, "exit")) as [number | null];
  const tookMs = performance.now() - startedAt;
  if (code === null || code > WARNING) throw new Error(`gatetop check ended with ${code}: ${line}`);
  return tookMs;
}

export const check: Benchmark = {
  id: "check",
  what: "`gatetop check` of a gateway that is well, from its start to its end",
  rounds: 1,
  metrics: {
    p50: { label: "p50", unit: "ms", digits: 0 },
    p95: { label: "p95", unit: "ms", digits: 0 },
    most: { label: "longest", unit: "ms", digits: 0 },
  },
  goals: [
    { what: "a check, p95", limit: 1_000, unit: "ms", of: (round) => figure(round, "with a token", "p95"), over: "worst" },
    { what: "one without a token, p95", limit: 1_000, unit: "ms", of: (round) => figure(round, "without", "p95"), over: "worst" },
  ],
  open: async (bench) => {
    const times = bench.long ? 60 : 20;
    const { gateway, what, close } = await openCalmGateway(bench);
    const { url, tokenFile } = gateway;
    const manners: readonly (readonly [string, readonly string[]])[] = [
      ["with a token", ["--url", url, "--token-file", tokenFile]],
      ["without", ["--url", url]],
    ];
    const contestants = bench.nodes.flatMap(({ name, path }, index) =>
      manners.map(([manner, args]) => ({
        name: index === 0 ? manner : `${manner}, ${name}`,
        argv: [path, bench.program, "check", ...args],
      })),
    );
    return {
      round: async () => {
        const took = contestants.map((): number[] => []);
        for (let time = 0; time < times; time += 1) {
          for (const [index, { argv }] of contestants.entries()) took[index]?.push(await checked(argv, bench.home.env));
        }
        const figures = took.map((values): Figures => ({
          p50: percentile(values, 0.5),
          p95: percentile(values, 0.95),
          most: Math.max(...values),
        }));
        return Object.fromEntries(contestants.map(({ name }, index) => [name, figures[index] as Figures]));
      },
      close,
      remarks: [`${times} of each, in turns; the gateway is ${what}.`],
    };
  },
};
