// npm run bench: every promise about speed and cost, measured through the built program on a real terminal.
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { dirname, join, resolve } from "node:path";
import { programPath, systemNode, temporaryHome } from "../../test/support/program.ts";
import type { Bench, Benchmark, Gateway, Round } from "./benchmark.ts";
import { check } from "./check.ts";
import { cost } from "./cost.ts";
import { crowd } from "./crowd.ts";
import { detect } from "./detect.ts";
import { flood } from "./flood.ts";
import { guardRecovery } from "./guard-recovery.ts";
import { guard } from "./guard.ts";
import { idle } from "./idle.ts";
import { logFlood, logLineSeen, logOpen } from "./logs.ts";
import { naming } from "./naming.ts";
import { type BenchOptions, readOptions, usage } from "./options.ts";
import { judge, section, withSection } from "./report.ts";
import { restart } from "./restart.ts";
import { start } from "./start.ts";

const benchmarks: readonly Benchmark[] = [
  start,
  idle,
  crowd,
  flood,
  logLineSeen,
  logFlood,
  logOpen,
  cost,
  naming,
  detect,
  check,
  guard,
  restart,
  guardRecovery,
];
const page = resolve(import.meta.dirname, "../../docs/performance.md");

const say = (text: string): void => void process.stdout.write(`${text}\n`);

function nodesHere(): Bench["nodes"] {
  const other = systemNode();
  const version = execFileSync(other, ["--version"], { encoding: "utf8" }).trim();
  const own = { name: `Node ${process.versions.node}`, path: process.execPath };
  return version === process.version ? [own] : [own, { name: `Node ${version.slice(1)}`, path: other }];
}

/** Asks gatetop itself for the process when nobody named it. */
function gatewayFor({ gateway }: BenchOptions, program: string, env: Readonly<Record<string, string>>): Gateway | null {
  if (gateway === null) return null;
  const tokenFile = resolve(gateway.tokenFile);
  if (gateway.pid !== null) return { url: gateway.url, tokenFile, pid: gateway.pid };
  const args = [program, "--url", gateway.url, "--token-file", tokenFile, "--json"];
  const { gateway: seen } = JSON.parse(execFileSync(process.execPath, args, { env, encoding: "utf8" })) as {
    gateway: { pid: number | null };
  };
  if (seen.pid === null) throw new Error("gatetop could not find the gateway's process: name it with --pid");
  return { url: gateway.url, tokenFile, pid: seen.pid };
}

async function measure(
  benchmark: Benchmark,
  bench: Bench,
  wanted: number | null,
): Promise<{ readonly text: string; readonly rounds: readonly Round[] } | string> {
  const opened = await benchmark.open(bench);
  if (typeof opened === "string") return opened;
  const rounds: Round[] = [];
  try {
    for (let number = 0; number < (wanted ?? benchmark.rounds); number++) {
      rounds.push(await opened.round(number));
      process.stderr.write(`${benchmark.id} ${number + 1}/${wanted ?? benchmark.rounds}\n`);
    }
  } finally {
    await opened.close();
  }
  return { text: section(benchmark, rounds, opened.remarks), rounds };
}

function machine(nodes: Bench["nodes"]): string {
  const memory = Math.round(totalmem() / 2 ** 30);
  const system = process.platform === "linux" ? "Linux" : process.platform;
  return `Measured on ${cpus().length}-core ${system} (${process.arch}, ${memory} GiB), ${nodes.map(({ name }) => name).join(" and ")}.`;
}

async function run(options: BenchOptions): Promise<number> {
  const home = temporaryHome();
  // Broken off it leaves nothing behind either.
  process.once("exit", home.remove);
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)
    process.once(signal, () => process.exit(code));
  try {
    const program = join(home.dir, "dist", "gatetop.cjs");
    cpSync(dirname(programPath), dirname(program), { recursive: true });
    const nodes = nodesHere();
    const bench: Bench = { home, program, nodes, gateway: gatewayFor(options, program, home.env), long: options.long };
    say(`${machine(nodes)} Load average ${loadavg()[0]?.toFixed(1)}.\n`);
    let missed = 0;
    for (const benchmark of benchmarks.filter(({ id, disturbs }) => options.only?.includes(id) ?? disturbs !== true)) {
      const outcome = await measure(benchmark, bench, options.rounds);
      say(`## ${benchmark.id}\n\n${typeof outcome === "string" ? `not run: ${outcome}` : outcome.text}\n`);
      if (typeof outcome === "string") continue;
      missed += judge(benchmark, outcome.rounds).filter(({ met }) => met === false).length;
      if (!options.write) continue;
      const document = withSection(readFileSync(page, "utf8"), benchmark.id, outcome.text);
      writeFileSync(page, withSection(document, "machine", machine(nodes)));
    }
    say(missed === 0 ? "Every goal measured here was met." : `${missed} ${missed === 1 ? "goal was" : "goals were"} missed.`);
    return missed === 0 ? 0 : 1;
  } finally {
    home.remove();
  }
}

if (process.platform !== "linux") {
  process.stderr.write("npm run bench reads /proc, so it needs Linux\n");
  process.exitCode = 1;
} else {
  const options = readOptions(
    process.argv.slice(2),
    benchmarks.map(({ id }) => id),
  );
  if (options === "help") say(usage.trimEnd());
  else process.exitCode = await run(options);
}
