// How long until the screen says what has happened to the gateway: stopped, killed, back.
import { type Benchmark, ofGatetop } from "./benchmark.ts";
import { type GatewayProcess, startGateway } from "./gateway-process.ts";
import { pause } from "./pause.ts";
import { isLive, openTerminal, type Screen } from "./terminal.ts";

/** The verdict is on the second line. */
const verdictSays = (words: RegExp) => (screen: Screen) => words.test(screen[1] ?? "");
const saysStopped = verdictSays(/CRITICAL.*(?:stopped by a signal|gives no answer|frozen)/);
const saysGone = verdictSays(/CRITICAL.*(?:not running|nothing listens)/);

export const naming: Benchmark = {
  id: "naming",
  what: "From what happens to the gateway to the verdict that names it: SIGSTOP, SIGKILL, and its port answering again",
  rounds: 5,
  metrics: {
    stopped: { label: "SIGSTOP → “stopped”", unit: "ms", digits: 0 },
    awake: { label: "SIGCONT → live", unit: "ms", digits: 0 },
    killed: { label: "SIGKILL → “not running”", unit: "ms", digits: 0 },
    back: { label: "port answers → live", unit: "ms", digits: 0 },
  },
  goals: [
    { what: "a frozen gateway is named", limit: 5_000, unit: "ms", of: ofGatetop("stopped"), over: "worst" },
    { what: "a killed gateway is named", limit: 500, unit: "ms", of: ofGatetop("killed"), over: "worst" },
    { what: "live again after the port answers", limit: 500, unit: "ms", of: ofGatetop("back"), over: "worst" },
  ],
  open: (bench) => {
    const awayMs = bench.long ? 45_000 : 6_000;
    return Promise.resolve({
      round: async (number) => {
        const first = await startGateway(bench);
        const terminal = openTerminal([bench.nodes[0]?.path ?? process.execPath, bench.program, ...first.args], { env: bench.home.env });
        const after = async (what: string, act: () => void, seen: (screen: Screen) => boolean): Promise<number> => {
          const at = performance.now();
          act();
          return (await terminal.until(what, seen)) - at;
        };
        let second = null as GatewayProcess | null;
        try {
          await terminal.until("live", isLive);
          // Long enough for every probe to have had a turn, and not always at the same point of its interval.
          await pause(3_000 + ((number * 370) % 1_000));
          const stopped = await after("stopped", () => first.kill("SIGSTOP"), saysStopped);
          await pause(1_000);
          const awake = await after(
            "awake",
            () => first.kill("SIGCONT"),
            (screen) => isLive(screen) && !saysStopped(screen),
          );
          await pause(2_000);
          const killed = await after("killed", () => first.kill("SIGKILL"), saysGone);
          await pause(awayMs);
          // Watched from before: it may be quicker than the message that the port answers.
          const seen = terminal.until("live again", (screen) => isLive(screen) && !saysGone(screen));
          const [liveAt] = await Promise.all([seen, startGateway(bench, first.port).then((started) => (second = started))]);
          const back = Math.max(0, liveAt - (second?.listeningAt ?? Number.NaN));
          return { gatetop: { stopped, awake, killed, back } };
        } finally {
          await terminal.end();
          await first.end();
          await second?.end();
        }
      },
      close: () => Promise.resolve(),
      remarks: [
        `The demo gateway in another process, found by its port; away for ${awayMs / 1000} s and then started again on it. The worst round counts.`,
      ],
    });
  },
};
