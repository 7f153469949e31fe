// From the start of the process to what can be seen: the first picture, the program's own frame, the first live one.
import { existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { mkdtempSync, mkdirSync, rmSync } from "node:fs";
import { build } from "esbuild";
import { type Bench, type Benchmark, type Figures, ratio, type Round } from "./benchmark.ts";
import { startGateway } from "./gateway-process.ts";
import { pause } from "./pause.ts";
import { fineCpuMs } from "./process-facts.ts";
import { isLive, isPainted, openTerminal, type Screen } from "./terminal.ts";

const root = resolve(import.meta.dirname, "../..");

/** Under node_modules, where the packages it does not contain are found. */
async function buildUnbundled(): Promise<{ readonly entry: string; readonly remove: () => void }> {
  const parent = join(root, "node_modules", ".cache");
  mkdirSync(parent, { recursive: true });
  const dir = mkdtempSync(join(parent, "gatetop-unbundled-"));
  await build({
    absWorkingDir: root,
    entryPoints: { gatetop: "scripts/dev.ts" },
    outdir: dir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    jsx: "automatic",
    logLevel: "warning",
  });
  return { entry: join(dir, "gatetop.mjs"), remove: () => rmSync(dir, { recursive: true, force: true }) };
}

export function findHtop(): string | null {
  const candidates = (process.env["PATH"] ?? "").split(delimiter).map((dir) => join(dir, "htop"));
  return candidates.find((file) => existsSync(file)) ?? null;
}
export const noHtop = "htop is not installed, so nothing is compared with it: apt-get install htop";

type Mark = readonly [metric: string, seen: (screen: Screen) => boolean];
const marks = {
  program: [
    ["first", isPainted],
    ["frame", (screen) => screen.at(-1)?.includes("quit") ?? false],
    ["live", isLive],
    ["full", (screen) => screen.some((line) => line.includes("telegram/hook"))],
  ],
  htop: [["first", (screen) => screen.some((line) => /PID\s+USER/.test(line))]],
  floor: [["first", isPainted]],
} as const satisfies Record<string, readonly Mark[]>;

type Contestant = {
  readonly name: string;
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly marks: readonly Mark[];
};

async function startOnce({ argv, env = {}, marks }: Contestant, { home }: Bench): Promise<Figures> {
  const terminal = openTerminal(argv, { env: { ...home.env, ...env } });
  try {
    const figures: Record<string, number> = {};
    for (const [metric, seen] of marks) figures[metric] = (await terminal.until(`${argv.join(" ")}: ${metric}`, seen)) - terminal.startedAt;
    figures["cpu"] = fineCpuMs(terminal.pid);
    return figures;
  } finally {
    await terminal.end();
  }
}

/** What is kept for the next start is kept a little after the first frame. */
async function warmUp({ name, argv }: Contestant, { home }: Bench): Promise<void> {
  const terminal = openTerminal(argv, { env: home.env });
  await terminal.until(`${name}: live`, isLive);
  await pause(1_500);
  await terminal.end();
}

export const start: Benchmark = {
  id: "start",
  what: "From starting the process to the first picture, the program's own first frame, the first live frame, and a screen with everything on it, 120×40, `--demo calm`",
  rounds: 11,
  metrics: {
    first: { label: "first picture", unit: "ms", digits: 0 },
    frame: { label: "first frame", unit: "ms", digits: 0 },
    live: { label: "first live frame", unit: "ms", digits: 0 },
    full: { label: "every panel filled", unit: "ms", digits: 0 },
    cpu: { label: "CPU until then", unit: "ms", digits: 0 },
  },
  goals: [
    {
      what: "first live frame, against the same screen unbundled",
      limit: 0.5,
      unit: "×",
      of: (round) => ratio(round, ["gatetop", "live"], ["unbundled", "live"]),
      over: "median",
    },
    {
      what: "first live frame, against htop's first picture",
      limit: 1.3,
      unit: "×",
      of: (round) => ratio(round, ["gatetop", "live"], ["htop", "first"]),
      over: "median",
    },
    {
      what: "first live frame on a gateway, against htop's first picture",
      limit: 1.3,
      unit: "×",
      of: (round) => ratio(round, ["gatetop on a gateway", "live"], ["htop", "first"]),
      over: "median",
    },
  ],
  open: async (bench) => {
    const unbundled = await buildUnbundled();
    const gateway = await startGateway(bench);
    const htop = findHtop();
    const production = { NODE_ENV: "production" };
    const demo = ["--demo", "calm"];
    const contestants: Contestant[] = bench.nodes.flatMap(({ name, path }, index) => {
      const on = (contestant: string): string => (index === 0 ? contestant : `${contestant}, ${name}`);
      return [
        { name: on("gatetop"), argv: [path, bench.program, ...demo], marks: marks.program },
        { name: on("gatetop, nothing kept"), argv: [path, bench.program, ...demo], env: { GATETOP_NO_CACHE: "1" }, marks: marks.program },
        { name: on("gatetop on a gateway"), argv: [path, bench.program, ...gateway.args], marks: marks.program },
        { name: on("unbundled"), argv: [path, unbundled.entry, ...demo], env: production, marks: marks.program },
        { name: on("node -e"), argv: [path, "-e", "process.stdout.write('x');setInterval(()=>{},1e6)"], marks: marks.floor },
      ];
    });
    if (htop !== null) contestants.push({ name: "htop", argv: [htop, "-d", "10"], marks: marks.htop });
    for (const contestant of contestants) if (contestant.marks === marks.program) await warmUp(contestant, bench);
    return {
      round: async (number) => {
        const round: Record<string, Figures> = {};
        // Each round begins with another one, so that none always runs in the same one's wake.
        for (const step of contestants.keys()) {
          const contestant = contestants[(step + number) % contestants.length] as Contestant;
          round[contestant.name] = await startOnce(contestant, bench);
        }
        return Object.fromEntries(contestants.map(({ name }) => [name, round[name]])) as Round;
      },
      close: async () => {
        unbundled.remove();
        await gateway.end();
      },
      remarks: [
        ...(htop === null ? [noHtop] : []),
        "“unbundled” is the same source as separate packages in node_modules, without the launcher; “nothing kept” compiles the program anew; “on a gateway” looks at the demo gateway in another process instead of its own.",
      ],
    };
  },
};
