// From SIGSTOP to the proof in the guard's own file: a real gateway under a `systemd --user` of its own, and a guard that acts.
import { join } from "node:path";
import { operatorEnv } from "../../test/gateway/restart/ask.ts";
import { versionsUnderTest } from "../../test/gateway/releases.ts";
import { noSystemd } from "../../test/gateway/systemd/systemd-user.ts";
import { startUnitGateway, type UnitGateway } from "../../test/gateway/systemd/unit.ts";
import { type Bench, type Benchmark, type Figures, figure } from "./benchmark.ts";
import { startGuard } from "./guard-run.ts";
import { pause } from "./pause.ts";

const MINUTE_MS = 60_000;

const manners: Readonly<Record<string, readonly string[]>> = { default: [], "--fast": ["--fast"] };

/** `number`: a guard remembers nothing of the round before, and is not always at the same point of its interval. */
async function recovered(bench: Bench, gateway: UnitGateway, manner: string, number: number): Promise<Figures> {
  const { home, nodes, program } = bench;
  await gateway.idle(90_000);
  const guard = await startGuard({
    through: gateway.through,
    node: nodes[0]?.path ?? process.execPath,
    program,
    args: ["--act", ...(manners[manner] ?? [])],
    env: operatorEnv(gateway, home),
    state: join(home.dir, `recovery-${manner}-${number}`),
  });
  try {
    await guard.until("that all is well", ({ standing }) => standing === "well", MINUTE_MS);
    await pause(10_000 + ((number * 1_370) % 5_000));
    const [stoppedAt, before] = [Date.now(), performance.now()];
    gateway.signal("SIGSTOP");
    const begun = await guard.until("that it repairs", ({ underWay }) => underWay !== null, 2 * MINUTE_MS);
    const proof = guard.until("that it is proved", ({ last }) => last?.outcome === "proved" && last.at >= stoppedAt, 5 * MINUTE_MS);
    return { begun: (begun - before) / 1000, proved: ((await proof) - before) / 1000 };
  } finally {
    await guard.end();
  }
}

export const guardRecovery: Benchmark = {
  id: "guard-recovery",
  what: "A gateway under `systemd --user` is stopped by a signal while a guard acts: until its repair begins, and until its own file says that the restart is proved",
  disturbs: true,
  rounds: 5,
  metrics: {
    begun: { label: "SIGSTOP → repair begins", unit: "s", digits: 1 },
    proved: { label: "SIGSTOP → proved", unit: "s", digits: 1 },
  },
  goals: [
    { what: "recovered and proved", limit: 60, unit: "s", of: (round) => figure(round, "default", "proved"), over: "worst" },
    { what: "the same with --fast", limit: 20, unit: "s", of: (round) => figure(round, "--fast", "proved"), over: "worst" },
  ],
  open: async (bench) => {
    const missing = noSystemd();
    if (missing !== null) return `needs a systemd --user of its own: ${missing}`;
    const [version = ""] = versionsUnderTest;
    const gateway = await startUnitGateway(version);
    return {
      round: async (number) => {
        const round: Record<string, Figures> = {};
        for (const manner of Object.keys(manners)) round[manner] = await recovered(bench, gateway, manner, number);
        return round;
      },
      close: gateway.stop,
      remarks: [
        `OpenClaw ${version} in a unit as its own installer writes it. The proof is that of \`gatetop restart\`: the process, the boot and the service manager's own words from before and after.`,
      ],
    };
  },
};
