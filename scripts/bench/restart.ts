// How true a restart's timeline is, and how soon it is decided: gatetop's milestones beside those of a witness with sockets of its own.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { watchRestart } from "../../test/gateway/restart/watcher.ts";
import { type Bench, type Benchmark, type Figures, ofGatetop } from "./benchmark.ts";
import { realArgs } from "./idle.ts";
import { pause } from "./pause.ts";

/** The part of `gatetop restart --json` that is measured. */
type Report = {
  readonly at: number;
  readonly verdict: { readonly kind: string; readonly sentence: string; readonly decidedMs: number };
  readonly milestones: readonly { readonly name: string; readonly ms: number }[];
};

/** A gateway that has just booted still counts its own start as work: the next restart would wait for it. */
const restMs = 20_000;

async function restarted(bench: Bench): Promise<Figures> {
  const { gateway, home, nodes, program } = bench;
  if (gateway === null) throw new Error("no real gateway was named");
  const { port } = new URL(gateway.url);
  const token = readFileSync(gateway.tokenFile, "utf8").trim();
  const witness = await watchRestart({ url: gateway.url, port: Number(port), token });
  const argv = [program, "restart", "--mode", "graceful", "--yes", "--json", ...realArgs(bench)];
  try {
    const { stdout } = await promisify(execFile)(nodes[0]?.path ?? process.execPath, argv, { env: { ...process.env, ...home.env } });
    await witness.over;
    const { at, verdict, milestones } = JSON.parse(stdout) as Report;
    if (!verdict.kind.startsWith("proved")) throw new Error(verdict.sentence);
    const own = (name: string): number => milestones.find((milestone) => milestone.name === name)?.ms ?? Number.NaN;
    const { seen } = witness;
    const apart = (name: string, when: number | null): number => Math.abs(own(name) - ((when ?? Number.NaN) - at));
    return {
      shutdown: apart("shutdown announced", seen.shutdown),
      closed: apart("closed", seen.closed),
      down: apart("port down", seen.refused),
      up: apart("port up", seen.accepted),
      http: apart("http", seen.answered),
      startupz: apart("startupz", seen.started),
      hello: Math.max(0, own("hello") - own("startupz")),
      verdict: Math.max(0, verdict.decidedMs - own("startupz")),
    };
  } finally {
    witness.stop();
  }
}

const apartLabel = (what: string) => ({ label: `${what}, apart`, unit: "ms", digits: 0 });
const apartIds = ["shutdown", "closed", "down", "up", "http", "startupz"] as const;

export const restart: Benchmark = {
  id: "restart",
  what: "A graceful restart of a real gateway: each milestone beside an independent witness's, and what comes after /startupz says started",
  disturbs: true,
  rounds: 5,
  metrics: {
    shutdown: apartLabel("shutdown"),
    closed: apartLabel("closed"),
    down: apartLabel("port down"),
    up: apartLabel("port up"),
    http: apartLabel("http"),
    startupz: apartLabel("startupz"),
    hello: { label: "startupz → hello", unit: "ms", digits: 0 },
    verdict: { label: "startupz → verdict", unit: "ms", digits: 0 },
  },
  goals: [
    {
      what: "a milestone against the witness's",
      limit: 50,
      unit: "ms",
      of: ({ gatetop }) => (gatetop === undefined ? null : Math.max(...apartIds.map((id) => gatetop[id] ?? Number.NaN))),
      over: "median",
    },
    { what: "connected again after /startupz says started", limit: 500, unit: "ms", of: ofGatetop("hello"), over: "worst" },
    { what: "the verdict after /startupz says started", limit: 1_000, unit: "ms", of: ofGatetop("verdict"), over: "worst" },
  ],
  open: (bench) => {
    if (bench.gateway === null) return Promise.resolve("needs a real gateway, which it restarts: --gateway URL --token-file F");
    return Promise.resolve({
      round: async () => {
        await pause(restMs);
        return { gatetop: await restarted(bench) };
      },
      close: () => Promise.resolve(),
      remarks: ["The witness looks every 10 ms. A real gateway with its channels, restarted in its process."],
    });
  },
};
