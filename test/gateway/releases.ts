// What differs between the OpenClaw releases this suite runs.

export type RestartSignal = "SIGUSR1" | "SIGUSR2";

/** `restartSignal`: up to 2026.9.5 SIGUSR1; since then SIGUSR2, and SIGUSR1 opens the inspector instead. */
export type Release = {
  readonly version: string;
  readonly protocol: 3 | 4;
  readonly restartSignal: RestartSignal;
  /** Without being told, it restarts into a new process unless it sees that it is in a container. */
  readonly respawns: boolean;
  /** Can be pointed at another Telegram API than the public one. */
  readonly telegram: boolean;
  /** Of the IRC plugin that this release takes, which is a package of its own; null: none is used here. */
  readonly ircPlugin: string | null;
  /** Its dependencies do not install from the npm registry alone. */
  readonly needsStubs: boolean;
};

/** The newest one, the last one with the other restart signal, and one that knows neither bootId nor /startupz. */
const versions = "2026.9.6,2026.9.5,2026.5.7";

const numbers = (version: string): readonly number[] => version.split(".").map((part) => Number.parseInt(part, 10) || 0);

export function atLeast(version: string, floor: string): boolean {
  const wanted = numbers(floor);
  for (const [index, part] of numbers(version).entries()) {
    const other = wanted[index] ?? 0;
    if (part !== other) return part > other;
  }
  return true;
}

export function releaseOf(version: string): Release {
  return {
    version,
    protocol: atLeast(version, "2026.6.11") ? 4 : 3,
    restartSignal: atLeast(version, "2026.9.6") ? "SIGUSR2" : "SIGUSR1",
    respawns: !atLeast(version, "2026.6.11"),
    telegram: atLeast(version, "2026.3.23"),
    ircPlugin: atLeast(version, "2026.9.5") ? "2026.9.5" : null,
    needsStubs: !atLeast(version, "2026.6.1"),
  };
}

/** GATETOP_GATEWAY_VERSIONS: comma-separated releases to run; the first is usually the current one. */
export const versionsUnderTest: readonly string[] = (process.env["GATETOP_GATEWAY_VERSIONS"] ?? versions)
  .split(",")
  .map((version) => version.trim())
  .filter((version) => version !== "");
